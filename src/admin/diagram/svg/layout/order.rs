use super::grid::{Grid, Link};
use super::real;

/// More sweeps hardly ever find anything better.
const SWEEPS: usize = 24;

/// Orders the items of each column so that few lines cross: each goes where its neighbours are on average, first those
/// on the left count and then those on the right, and the best that was seen is kept.
pub(super) fn untangle(grid: &mut Grid) {
    let mut best = (crossings(grid), grid.columns.clone());
    for sweep in 0..SWEEPS {
        let count = grid.columns.len();
        for step in 0..count {
            if sweep % 2 == 0 { sort(grid, step, true) } else { sort(grid, count - 1 - step, false) }
        }
        let crossed = crossings(grid);
        if crossed < best.0 {
            best = (crossed, grid.columns.clone());
        }
    }
    grid.columns = best.1;
}

/// Where each item stands in its column.
fn ranks(grid: &Grid) -> Vec<f64> {
    let mut ranks = vec![0.0; grid.items.len()];
    for column in &grid.columns {
        for (rank, &item) in column.iter().enumerate() {
            ranks[item] = real(rank);
        }
    }
    ranks
}

/// Both ends of a link: the item's rank, and within that the port.
fn ends(grid: &Grid, ranks: &[f64], link: &Link) -> (f64, f64) {
    let end = |item: usize, port: f64| ranks[item] + port / grid.items[item].height.max(1.0);
    (end(link.left, link.left_port), end(link.right, link.right_port))
}

fn sort(grid: &mut Grid, column: usize, by_left: bool) {
    let ranks = ranks(grid);
    let wish = |item: usize| {
        let own = |link: &&Link| if by_left { link.right == item } else { link.left == item };
        let wishes: Vec<_> = grid.links.iter().filter(own).map(|link| ends(grid, &ranks, link)).collect();
        let sum: f64 = wishes.iter().map(|ends| if by_left { ends.0 } else { ends.1 }).sum();
        if wishes.is_empty() { ranks[item] } else { sum / real(wishes.len()) }
    };
    let mut wished: Vec<_> = grid.columns[column].iter().map(|&item| (wish(item), item)).collect();
    wished.sort_by(|a, b| a.0.total_cmp(&b.0));
    grid.columns[column] = wished.into_iter().map(|(_, item)| item).collect();
}

fn crossings(grid: &Grid) -> usize {
    let ranks = ranks(grid);
    let in_column = |column: usize| {
        let links = grid.links.iter().filter(|link| grid.items[link.left].column == column);
        let mut pairs: Vec<_> = links.map(|link| ends(grid, &ranks, link)).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        inversions(&mut pairs.into_iter().map(|pair| pair.1).collect::<Vec<_>>())
    };
    (0..grid.columns.len()).map(in_column).sum()
}

/// How many pairs stand in the wrong order; sorts them while counting.
fn inversions(values: &mut Vec<f64>) -> usize {
    if values.len() < 2 {
        return 0;
    }
    let mut behind = values.split_off(values.len() / 2);
    let mut count = inversions(values) + inversions(&mut behind);
    let mut merged = Vec::with_capacity(values.len() + behind.len());
    let mut rest = behind.into_iter().peekable();
    for (index, &value) in values.iter().enumerate() {
        while let Some(smaller) = rest.next_if(|other| *other < value) {
            count += values.len() - index;
            merged.push(smaller);
        }
        merged.push(value);
    }
    merged.extend(rest);
    *values = merged;
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_inversions() {
        for (values, count) in
            [(vec![], 0), (vec![1.0, 2.0, 2.0], 0), (vec![3.0, 2.0, 1.0], 3), (vec![2.0, 3.0, 1.0, 1.0], 4)]
        {
            assert_eq!(inversions(&mut values.clone()), count, "{values:?}");
        }
    }
}

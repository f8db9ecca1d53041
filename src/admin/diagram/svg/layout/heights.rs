use super::grid::{Grid, Link};

const PASSES: usize = 40;

/// Moves the items of each column up and down, so that lines are as level as they can be while nothing overlaps.
pub(super) fn settle(grid: &mut Grid) {
    for column in 0..grid.columns.len() {
        stack(grid, column);
    }
    for pass in 0..PASSES {
        for step in 0..grid.columns.len() {
            let column = if pass % 2 == 0 { step } else { grid.columns.len() - 1 - step };
            relax(grid, column);
        }
    }
    let top = grid.items.iter().map(|item| item.y).fold(f64::INFINITY, f64::min);
    grid.items.iter_mut().for_each(|item| item.y -= top);
}

/// One under the other, without more space than there must be.
fn stack(grid: &mut Grid, column: usize) {
    for (item, y) in steps(grid, column) {
        grid.items[item].y = y;
    }
}

/// The items of a column, and where each is when they stand as close as they may.
fn steps(grid: &Grid, column: usize) -> Vec<(usize, f64)> {
    let mut y = 0.0;
    let mut steps: Vec<(usize, f64)> = Vec::new();
    for &item in &grid.columns[column] {
        if let Some(&(above, _)) = steps.last() {
            y += grid.items[above].height + grid.gap(above, item);
        }
        steps.push((item, y));
    }
    steps
}

/// Puts the items of a column where their lines want them, or as near as the others let them.
fn relax(grid: &mut Grid, column: usize) {
    let steps = steps(grid, column);
    let wishes = steps.iter().map(|&(item, step)| {
        let (wish, weight) = wish(grid, item);
        (wish - step, weight)
    });
    let settled = rising(wishes);
    for (&(item, step), y) in steps.iter().zip(settled) {
        grid.items[item].y = y + step;
    }
}

/// Where an item's lines would be level on average, and how much that counts. Lanes count more: they have to be level.
fn wish(grid: &Grid, item: usize) -> (f64, f64) {
    let level = |link: &Link| {
        let (other, shift) = match link.left == item {
            true => (link.right, link.right_port - link.left_port),
            false => (link.left, link.left_port - link.right_port),
        };
        (grid.items[other].y + shift, if grid.items[other].is_lane { 2.0 } else { 1.0 })
    };
    let own = grid.links.iter().filter(|link| link.left == item || link.right == item);
    let (sum, weight) =
        own.map(level).fold((0.0, 0.0), |(sum, all), (y, weight)| (sum + y * weight, all + weight));
    if weight > 0.0 { (sum / weight, weight) } else { (grid.items[item].y, 0.25) }
}

/// The rising values that are nearest to those wished for: what would fall is replaced by its average.
fn rising(wishes: impl Iterator<Item = (f64, f64)>) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (wish, weight) in wishes {
        let mut block = (wish, weight, 1);
        while let Some(above) = blocks.pop_if(|above| above.0 > block.0) {
            let weight = above.1 + block.1;
            block = ((above.0 * above.1 + block.0 * block.1) / weight, weight, above.2 + block.2);
        }
        blocks.push(block);
    }
    blocks.iter().flat_map(|&(value, _, count)| std::iter::repeat_n(value, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_fall_meets_in_the_middle() {
        let settled = |wishes: &[f64]| rising(wishes.iter().map(|&wish| (wish, 1.0)));
        assert_eq!(settled(&[1.0, 2.0, 5.0]), [1.0, 2.0, 5.0]);
        assert_eq!(settled(&[4.0, 2.0, 9.0, 0.0]), [3.0, 3.0, 4.5, 4.5]);
        assert_eq!(settled(&[]), [0.0; 0]);
    }
}

use super::{BOX_GAP, CHANNEL, Graph, real};

/// How much wider than high a picture is, about.
const ASPECT: f64 = 1.7;

/// The column of each box: to the right of what it refers to, except where references go in a circle.
pub(super) fn assign(graph: &Graph) -> Vec<usize> {
    let edges = acyclic(graph);
    let order = topological(graph.boxes.len(), &edges);
    let mut shelf = Shelf::new(graph);
    for &one in &order {
        let parents = edges.iter().filter(|edge| edge.1 == one);
        let first = parents.map(|edge| shelf.columns[edge.0] + 1).max().unwrap_or(0);
        shelf.put(one, first);
    }
    for &one in order.iter().rev() {
        shelf.bring_closer(one, &edges);
    }
    shelf.without_empty()
}

/// The lines as pairs of (left, right): those that would close a circle are turned round, loops are left out.
fn acyclic(graph: &Graph) -> Vec<(usize, usize)> {
    let mut pairs: Vec<_> = graph.lines.iter().map(|line| (line.parent, line.child)).collect();
    pairs.retain(|(parent, child)| parent != child);
    pairs.sort_unstable();
    pairs.dedup();
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for (parent, child) in pairs {
        let turned = reaches(&edges, child, parent);
        edges.push(if turned { (child, parent) } else { (parent, child) });
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}

fn reaches(edges: &[(usize, usize)], from: usize, to: usize) -> bool {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(&one) = seen.get(next) {
        let behind = edges.iter().filter(|edge| edge.0 == one).map(|edge| edge.1);
        let new: Vec<_> = behind.filter(|child| !seen.contains(child)).collect();
        seen.extend(new);
        next += 1;
    }
    seen.contains(&to)
}

/// Every box after those on its left; what hangs together stays together, the largest such group first.
fn topological(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let groups = groups(count, edges);
    let size = |one: usize| groups.iter().filter(|group| **group == groups[one]).count();
    let mut waiting: Vec<_> = (0..count).collect();
    waiting.sort_by_key(|&one| (std::cmp::Reverse(size(one)), groups[one], one));
    let mut order = Vec::with_capacity(count);
    while !waiting.is_empty() {
        let is_free = |one: &usize| !edges.iter().any(|edge| edge.1 == *one && waiting.contains(&edge.0));
        // Without circles one is always free.
        let next = waiting.iter().position(is_free).unwrap_or(0);
        order.push(waiting.remove(next));
    }
    order
}

/// A number for each box, the same for all that hang together.
fn groups(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut groups: Vec<_> = (0..count).collect();
    for edge in edges {
        let (kept, joined) = (groups[edge.0], groups[edge.1]);
        groups.iter_mut().filter(|group| **group == joined).for_each(|group| *group = kept);
    }
    groups
}

/// Columns that are filled up to a height.
struct Shelf {
    heights: Vec<f64>,
    limit: f64,
    loads: Vec<f64>,
    columns: Vec<usize>,
}

impl Shelf {
    fn new(graph: &Graph) -> Self {
        let heights: Vec<_> = graph.boxes.iter().map(|size| size.height + BOX_GAP).collect();
        let widths: f64 = graph.boxes.iter().map(|size| size.width + CHANNEL).sum();
        let width = widths / real(heights.len().max(1));
        let tallest = heights.iter().copied().fold(0.0, f64::max);
        let limit = (heights.iter().sum::<f64>() * width / ASPECT).sqrt().max(tallest);
        Self { columns: vec![0; heights.len()], heights, limit, loads: Vec::new() }
    }

    fn has_space(&self, column: usize, height: f64) -> bool {
        self.loads.get(column).is_none_or(|load| load + height <= self.limit)
    }

    /// Puts a box into the first column from this one on that has space for it.
    fn put(&mut self, one: usize, first: usize) {
        let mut column = first;
        while !self.has_space(column, self.heights[one]) {
            column += 1;
        }
        self.loads.resize(self.loads.len().max(column + 1), 0.0);
        self.loads[column] += self.heights[one];
        self.columns[one] = column;
    }

    /// Moves a box to the right, where that shortens more lines than it makes longer.
    fn bring_closer(&mut self, one: usize, edges: &[(usize, usize)]) {
        let children: Vec<_> =
            edges.iter().filter(|edge| edge.0 == one).map(|edge| self.columns[edge.1]).collect();
        let parents = edges.iter().filter(|edge| edge.1 == one).count();
        let Some(&nearest) = children.iter().min().filter(|_| children.len() > parents) else { return };
        let from = self.columns[one];
        let better = (from + 1..nearest).rev().find(|column| self.has_space(*column, self.heights[one]));
        if let Some(better) = better {
            self.loads[from] -= self.heights[one];
            self.loads[better] += self.heights[one];
            self.columns[one] = better;
        }
    }

    /// The columns, numbered anew without those from which everything was moved away.
    fn without_empty(self) -> Vec<usize> {
        let mut used = self.columns.clone();
        used.sort_unstable();
        used.dedup();
        let number = |column| used.binary_search(column).unwrap_or_default();
        self.columns.iter().map(number).collect()
    }
}

use super::{BOX_GAP, CHANNEL, Graph, LANE, Place};

/// What stands in columns: the boxes, and behind them the lanes of the lines that pass a column.
pub(super) struct Grid {
    pub(super) items: Vec<Item>,
    /// From an item to one in the next column.
    pub(super) links: Vec<Link>,
    /// The items of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// For each line of the graph, the lanes from its left end to its right one.
    pub(super) lanes: Vec<Vec<usize>>,
    /// Where each column begins, and how wide it is.
    pub(super) spans: Vec<(f64, f64)>,
}

pub(super) struct Item {
    pub(super) column: usize,
    pub(super) height: f64,
    pub(super) is_lane: bool,
    pub(super) y: f64,
}

/// Two items in neighbouring columns, and how far under their tops the line meets them.
pub(super) struct Link {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) left_port: f64,
    pub(super) right_port: f64,
}

impl Grid {
    pub(super) fn new(graph: &Graph, columns: &[usize]) -> Self {
        let count = columns.iter().max().map_or(0, |last| last + 1);
        let mut grid = Self {
            items: Vec::new(),
            links: Vec::new(),
            columns: vec![Vec::new(); count],
            lanes: Vec::new(),
            spans: spans(graph, columns, count),
        };
        for (size, &column) in graph.boxes.iter().zip(columns) {
            grid.add(column, size.height, false);
        }
        for line in &graph.lines {
            let ends = [(line.parent, line.parent_port), (line.child, line.child_port)];
            let lanes = grid.connect(ends);
            grid.lanes.push(lanes);
        }
        grid
    }

    fn add(&mut self, column: usize, height: f64, is_lane: bool) -> usize {
        let number = self.items.len();
        self.items.push(Item { column, height, is_lane, y: 0.0 });
        self.columns[column].push(number);
        number
    }

    /// Links two boxes from left to right, with a lane in each column between them.
    fn connect(&mut self, mut ends: [(usize, f64); 2]) -> Vec<usize> {
        ends.sort_by_key(|end| self.items[end.0].column);
        let [(left, left_port), (right, right_port)] = ends;
        let between = self.items[left].column + 1..self.items[right].column;
        let lanes: Vec<_> = between.map(|column| self.add(column, LANE, true)).collect();
        if self.items[left].column == self.items[right].column {
            return lanes;
        }
        let mut before = (left, left_port);
        for &lane in &lanes {
            self.link(before, (lane, LANE / 2.0));
            before = (lane, LANE / 2.0);
        }
        self.link(before, (right, right_port));
        lanes
    }

    fn link(&mut self, (left, left_port): (usize, f64), (right, right_port): (usize, f64)) {
        self.links.push(Link { left, right, left_port, right_port });
    }

    /// What is kept free between an item and the one under it.
    pub(super) fn gap(&self, above: usize, below: usize) -> f64 {
        match self.items[above].is_lane && self.items[below].is_lane {
            true => 0.0,
            false if self.items[above].is_lane || self.items[below].is_lane => BOX_GAP / 2.0,
            false => BOX_GAP,
        }
    }

    /// Where the lowest item ends.
    pub(super) fn height(&self) -> f64 {
        self.items.iter().map(|item| item.y + item.height).fold(0.0, f64::max)
    }

    pub(super) fn places(&self, graph: &Graph) -> Vec<Place> {
        let boxes = self.items.iter().take(graph.boxes.len());
        let place = |item: &Item| {
            let (x, width) = self.spans[item.column];
            Place { x, y: item.y, width, height: item.height }
        };
        boxes.map(place).collect()
    }
}

/// Each column is as wide as the widest box in it; the more lines between two, the further apart they are.
fn spans(graph: &Graph, columns: &[usize], count: usize) -> Vec<(f64, f64)> {
    let mut x = 0.0;
    let mut spans = Vec::with_capacity(count);
    for column in 0..count {
        let boxes = graph.boxes.iter().zip(columns).filter(|(_, at)| **at == column);
        let width = boxes.map(|(size, _)| size.width).fold(0.0, f64::max);
        let passes = |parent: usize, child: usize| {
            let (left, right) = (columns[parent].min(columns[child]), columns[parent].max(columns[child]));
            left <= column && column < right
        };
        let lines = graph.lines.iter().filter(|line| passes(line.parent, line.child)).count();
        spans.push((x, width));
        x += width + CHANNEL + super::real(lines.min(20)) * 3.0;
    }
    spans
}

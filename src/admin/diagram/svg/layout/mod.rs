//! Where boxes and lines go: boxes in columns, each to the right of what it refers to, and lines only between columns
//! or through lanes that are kept free for them, so that none runs across a box.

mod columns;
mod grid;
mod heights;
mod order;
mod routes;

use grid::Grid;

/// Between two boxes, one above the other.
const BOX_GAP: f64 = 28.0;
/// Between two columns, for the lines.
const CHANNEL: f64 = 96.0;
/// What is kept free for a line that passes a column.
const LANE: f64 = 16.0;

/// Boxes of a size, and lines between them.
pub(super) struct Graph {
    pub(super) boxes: Vec<Size>,
    pub(super) lines: Vec<Line>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line from a parent to its child, each end so far under the top of its box.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) parent: usize,
    pub(super) child: usize,
    pub(super) parent_port: f64,
    pub(super) child_port: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A box that has its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line's way from its parent to its child.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Route {
    /// The parent's edge, both ends of each lane that is passed, the child's edge.
    pub(super) points: Vec<Point>,
    /// 1 where the line leaves the parent to the right, -1 to the left.
    pub(super) from_parent: f64,
    /// The same at the child.
    pub(super) from_child: f64,
}

/// The whole picture, from (0, 0).
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    pub(super) routes: Vec<Route>,
    pub(super) size: Size,
}

/// Finds a place for every box and a way for every line.
pub(super) fn arrange(graph: &Graph) -> Layout {
    let columns = columns::assign(graph);
    let mut grid = Grid::new(graph, &columns);
    order::untangle(&mut grid);
    heights::settle(&mut grid);
    let places = grid.places(graph);
    let routes = routes::find(graph, &grid, &places);
    let ends = |end: fn(&Place) -> f64| places.iter().map(end).fold(0.0, f64::max);
    let loops = routes.iter().flat_map(|route| &route.points).map(|point| point.x).fold(0.0, f64::max);
    let size = Size { width: ends(|place| place.x + place.width).max(loops), height: grid.height() };
    Layout { places, routes, size }
}

/// A count as a measure.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;

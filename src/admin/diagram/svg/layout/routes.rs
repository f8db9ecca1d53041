use super::grid::Grid;
use super::{Graph, LANE, Line, Place, Point, Route, real};

/// How far apart lines that meet the same row are, as long as the row is high enough for them.
const SPREAD: f64 = 7.0;
/// What of a row's height its lines may use.
const ROW: f64 = 16.0;
/// How far a reference of a table to itself reaches out, and how much further each more of them, all inside the
/// channel between columns.
const LOOP: f64 = 34.0;
const LOOP_STEP: f64 = 12.0;
const LOOPS: f64 = 48.0;

/// The way of each line.
pub(super) fn find(graph: &Graph, grid: &Grid, places: &[Place]) -> Vec<Route> {
    let lines = graph.lines.iter().zip(&grid.lanes).enumerate();
    let mut routes: Vec<_> =
        lines.map(|(number, (line, lanes))| route(graph, grid, places, number, line, lanes)).collect();
    spread(graph, &mut routes);
    routes
}

/// How far a loop reaches out: the longer it is, the further.
fn reach(graph: &Graph, number: usize) -> f64 {
    let line = &graph.lines[number];
    let length = |line: &Line| (line.child_port - line.parent_port).abs();
    let loops = || {
        graph
            .lines
            .iter()
            .enumerate()
            .filter(|(_, one)| one.parent == line.parent && one.child == line.parent)
    };
    let is_shorter =
        |(at, one): &(usize, &Line)| length(one).total_cmp(&length(line)).then(at.cmp(&number)).is_lt();
    let step = LOOP_STEP.min(LOOPS / real(loops().count()));
    LOOP + step * real(loops().filter(is_shorter).count())
}

fn route(graph: &Graph, grid: &Grid, places: &[Place], number: usize, line: &Line, lanes: &[usize]) -> Route {
    let (parent, child) = (&places[line.parent], &places[line.child]);
    if line.parent == line.child {
        return round(parent, line, reach(graph, number));
    }
    let from_parent = if parent.x < child.x { 1.0 } else { -1.0 };
    let edge = |place: &Place, side: f64, port: f64| {
        let x = if side > 0.0 { place.x + place.width } else { place.x };
        Point { x, y: place.y + port }
    };
    let mut middle: Vec<_> = lanes.iter().flat_map(|&lane| along(grid, lane)).collect();
    if from_parent < 0.0 {
        middle.reverse();
    }
    let first = edge(parent, from_parent, line.parent_port);
    let last = edge(child, -from_parent, line.child_port);
    let points = [vec![first], middle, vec![last]].concat();
    Route { points, from_parent, from_child: -from_parent }
}

/// Out of the right side and back into it.
fn round(place: &Place, line: &Line, reach: f64) -> Route {
    let right = place.x + place.width;
    let (from, to) = (place.y + line.parent_port, place.y + line.child_port);
    let points = [(right, from), (right + reach, from), (right + reach, to), (right, to)];
    Route { points: points.map(|(x, y)| Point { x, y }).to_vec(), from_parent: 1.0, from_child: 1.0 }
}

/// Both ends of a lane, from left to right.
fn along(grid: &Grid, lane: usize) -> [Point; 2] {
    let item = &grid.items[lane];
    let (x, width) = grid.spans[item.column];
    let y = item.y + LANE / 2.0;
    [Point { x, y }, Point { x: x + width, y }]
}

/// One end of a line at a row of a box: which it is, and where the line goes from there.
struct End {
    row: (usize, u64, bool),
    toward: f64,
    line: usize,
    is_parent: bool,
}

/// Draws lines apart that meet the same row on the same side, in the order of where they go.
fn spread(graph: &Graph, routes: &mut [Route]) {
    let mut ends: Vec<_> =
        routes.iter().enumerate().flat_map(|(line, route)| ends(graph, line, route)).collect();
    ends.sort_by(|a, b| a.row.cmp(&b.row).then(a.toward.total_cmp(&b.toward)).then(a.line.cmp(&b.line)));
    for row in ends.chunk_by(|a, b| a.row == b.row) {
        let step = SPREAD.min(ROW / real(row.len()));
        for (place, end) in row.iter().enumerate() {
            let shift = (real(place) - real(row.len() - 1) / 2.0) * step;
            shift_end(graph, &mut routes[end.line], end, shift);
        }
    }
}

fn ends(graph: &Graph, line: usize, route: &Route) -> [End; 2] {
    let Line { parent, child, parent_port, child_port } = graph.lines[line];
    let toward = |point: Option<&Point>| point.map_or(0.0, |point| point.y);
    let (forth, back) = match parent == child {
        // Loops lie inside each other under all that go elsewhere, the longest outermost.
        true => (f64::from(u32::MAX) - (child_port - parent_port).abs(), f64::from(u32::MAX)),
        false => (toward(route.points.get(1)), toward(route.points.iter().nth_back(1))),
    };
    let parent = (parent, parent_port.to_bits(), route.from_parent > 0.0);
    let child = (child, child_port.to_bits(), route.from_child > 0.0);
    [
        End { row: parent, toward: forth, line, is_parent: true },
        End { row: child, toward: back, line, is_parent: false },
    ]
}

fn shift_end(graph: &Graph, route: &mut Route, end: &End, shift: f64) {
    let is_loop = graph.lines[end.line].parent == graph.lines[end.line].child;
    // A loop's corners stay level with its ends.
    let moved = if is_loop { 2 } else { 1 };
    let skipped = if end.is_parent { 0 } else { route.points.len() - moved };
    route.points.iter_mut().skip(skipped).take(moved).for_each(|point| point.y += shift);
}

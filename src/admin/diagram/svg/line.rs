use super::layout::{Point, Route};
use super::xml;
use crate::admin::diagram::Reference;

/// How far a line goes straight on from a box, past the signs at its end.
const STRAIGHT: f64 = 20.0;

/// A reference with crow's feet: at each end, how many rows of that table there are for one of the other.
pub(super) fn draw(reference: &Reference, route: &Route) -> String {
    let [Some(parent), Some(child)] = [route.points.first(), route.points.last()] else {
        return String::new();
    };
    format!(
        "<g class=\"line\"><title>{title}</title><path class=\"wide\" d=\"{way}\"/><path d=\"{way}\"/>{parent}{child}</g>\n",
        title = xml(&reference.in_words()),
        way = way(route),
        parent = if reference.optional {
            none_or_one(*parent, route.from_parent)
        } else {
            one(*parent, route.from_parent)
        },
        child = if reference.single {
            none_or_one(*child, route.from_child)
        } else {
            many(*child, route.from_child)
        },
    )
}

/// Smooth between columns, level past them and at both ends.
fn way(route: &Route) -> String {
    let points = &route.points;
    let [first, .., last] = &points[..] else { return String::new() };
    let start = Point { x: first.x + route.from_parent * STRAIGHT, y: first.y };
    let end = Point { x: last.x + route.from_child * STRAIGHT, y: last.y };
    let stations = [&[start], &points[1..points.len() - 1], &[end]].concat();
    let is_loop = route.from_parent * route.from_child > 0.0;
    let steps = stations.windows(2).enumerate().map(|(at, pair)| match () {
        () if is_loop => corner(pair[0], pair[1], at),
        // From a lane's end to its other.
        () if at % 2 == 1 => format!("H{:.1}", pair[1].x),
        () => curve(pair[0], pair[1]),
    });
    format!("M{:.1} {:.1}H{:.1}{}H{:.1}", first.x, first.y, start.x, steps.collect::<String>(), last.x)
}

fn curve(from: Point, to: Point) -> String {
    let middle = f64::midpoint(from.x, to.x);
    format!("C{middle:.1} {:.1} {middle:.1} {:.1} {:.1} {:.1}", from.y, to.y, to.x, to.y)
}

/// A loop has three steps: out, along the box with round corners, and back.
fn corner(from: Point, to: Point, at: usize) -> String {
    if at != 1 {
        return String::new();
    }
    let radius = 8.0_f64.min((to.y - from.y).abs() / 2.0);
    let down = if to.y > from.y { radius } else { -radius };
    let before = from.x - radius;
    format!(
        "H{before:.1}Q{x:.1} {y:.1} {x:.1} {below:.1}V{above:.1}Q{x:.1} {end:.1} {before:.1} {end:.1}",
        x = from.x,
        y = from.y,
        below = from.y + down,
        above = to.y - down,
        end = to.y,
    )
}

/// Two bars: exactly one.
fn one(at: Point, out: f64) -> String {
    bar(at, out * 7.0) + &bar(at, out * 11.0)
}

/// A bar and a circle: one or none.
fn none_or_one(at: Point, out: f64) -> String {
    bar(at, out * 7.0) + &circle(at, out * 14.0)
}

/// A crow's foot and a circle: any number.
fn many(at: Point, out: f64) -> String {
    let (toe, heel) = (at.x, at.x + out * 10.0);
    let foot =
        format!("<path d=\"M{toe:.1} {:.1}L{heel:.1} {:.1}L{toe:.1} {:.1}\"/>", at.y - 5.0, at.y, at.y + 5.0);
    foot + &circle(at, out * 14.0)
}

fn bar(at: Point, out: f64) -> String {
    format!("<path d=\"M{:.1} {:.1}v9\"/>", at.x + out, at.y - 4.5)
}

fn circle(at: Point, out: f64) -> String {
    format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"/>", at.x + out, at.y)
}

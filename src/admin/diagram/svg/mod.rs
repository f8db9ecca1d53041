//! The schema as a picture by itself: no program and no font has to be there to lay it out.

mod layout;
mod line;
mod style;
mod table;
mod text;

use super::escape::xml;
use super::{Reference, Schema};
use layout::{Graph, Line, Size, arrange};

/// Around everything.
const MARGIN: f64 = 16.0;

/// The schema as an SVG picture that follows the reader's choice of light or dark colours.
///
/// What a table or column is for is shown when the pointer rests on it. It has no ids and its styles begin with
/// `.erd`, so that it can stand inside an HTML page.
pub fn svg(schema: &Schema) -> String {
    let drawn: Vec<_> = schema.references.iter().filter_map(|one| Some((one, line(schema, one)?))).collect();
    let boxes = schema.tables.iter().map(table::size).collect();
    let layout = arrange(&Graph { boxes, lines: drawn.iter().map(|(_, line)| *line).collect() });
    let tables = schema.tables.iter().zip(&layout.places).map(|(one, place)| table::draw(one, place));
    let lines = drawn.iter().zip(&layout.routes).map(|((reference, _), route)| line::draw(reference, route));
    let Size { width, height } = layout.size;
    format!(
        "<svg class=\"erd\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{m:.0} {m:.0} {w:.0} {h:.0}\" width=\"{w:.0}\" \
         height=\"{h:.0}\" role=\"img\" aria-label=\"{label}\">\n<style>{style}</style>\n{lines}{tables}</svg>\n",
        m = -MARGIN,
        w = width + 2.0 * MARGIN,
        h = height + 2.0 * MARGIN,
        label = xml(&label(schema)),
        style = style::CSS,
        lines = lines.collect::<String>(),
        tables = tables.collect::<String>(),
    )
}

/// The picture in words, for who can't see it.
fn label(schema: &Schema) -> String {
    let references: Vec<_> = schema.references.iter().map(Reference::in_words).collect();
    let names: Vec<_> = schema.tables.iter().map(|table| table.name.as_str()).collect();
    format!(
        "Entity relationship diagram. {} tables: {}. {} references: {}.",
        names.len(),
        names.join(", "),
        references.len(),
        references.join("; ")
    )
}

/// A reference as a line between its first columns.
fn line(schema: &Schema, reference: &Reference) -> Option<Line> {
    let end = |name: &str, columns: &[String]| {
        let at = schema.position(name)?;
        let column = schema.tables.get(at)?.position(columns.first()?)?;
        Some((at, table::port(column)))
    };
    let (parent, parent_port) = end(&reference.parent, &reference.parent_columns)?;
    let (child, child_port) = end(&reference.child, &reference.child_columns)?;
    Some(Line { parent, child, parent_port, child_port })
}

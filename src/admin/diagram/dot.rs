use super::escape::xml;
use super::{Column, Reference, Schema, Table};

/// What holds for the whole drawing: parents on the left.
const HEAD: &str = r##"digraph schema {
  graph [rankdir=LR, ranksep=1.1, nodesep=0.4, bgcolor="transparent"]
  node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=11]
  edge [dir=both, color="#5b6472"]
"##;

/// The schema for Graphviz: `dot -Tsvg`, `dot -Tpdf`.
///
/// Comments are tooltips, which SVG shows.
pub fn dot(schema: &Schema) -> String {
    let nodes = schema.tables.iter().map(node);
    let edges = schema.references.iter().filter_map(|one| edge(schema, one));
    nodes.chain(edges).fold(HEAD.to_owned(), |text, part| text + &part) + "}\n"
}

fn node(table: &Table) -> String {
    let rows: Vec<_> = table.columns.iter().enumerate().map(|(number, column)| row(number, column)).collect();
    let tooltip = table.comment.as_ref().unwrap_or(&table.name);
    format!(
        "  {name} [tooltip={tooltip}, label=<\n    <table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\" \
         color=\"#8b94a3\" bgcolor=\"#ffffff\">\n      <tr><td colspan=\"3\" bgcolor=\"#dfe6f0\"><b>{title}</b></td></tr>\n\
         {rows}    </table>>]\n",
        name = quoted(&table.name),
        tooltip = quoted(tooltip),
        title = xml(&table.name),
        rows = rows.concat(),
    )
}

/// The first cell can be reached from the left and the last from the right, by the column's number.
fn row(number: usize, column: &Column) -> String {
    let nullable = if column.nullable { "?" } else { "" };
    let tooltip = column.comment.as_ref().map(|comment| format!(" href=\"\" tooltip=\"{}\"", xml(comment)));
    format!(
        "      <tr><td port=\"l{number}\" align=\"left\">{keys}</td><td align=\"left\"{tooltip}>{name}</td>\
         <td port=\"r{number}\" align=\"left\">{kind}{nullable}</td></tr>\n",
        keys = column.keys().join(" "),
        tooltip = tooltip.unwrap_or_default(),
        name = xml(&column.name),
        kind = xml(&column.short_kind()),
    )
}

fn edge(schema: &Schema, reference: &Reference) -> Option<String> {
    let port = |table: &str, columns: &[String]| {
        let table = schema.tables.get(schema.position(table)?)?;
        table.position(columns.first()?)
    };
    let from = port(&reference.parent, &reference.parent_columns)?;
    let to = port(&reference.child, &reference.child_columns)?;
    let (parent, child) = (quoted(&reference.parent), quoted(&reference.child));
    let tail = if reference.optional { "teeodot" } else { "teetee" };
    let head = if reference.single { "teeodot" } else { "crowodot" };
    let tooltip = quoted(&reference.in_words());
    if parent == child {
        // Graphviz draws a reference of a table to itself across other tables: it goes round a point instead.
        let point = quoted(&format!("loop of {}", reference.name));
        return Some(format!(
            "  {point} [shape=point, width=0.02, color=\"#5b6472\"]\n  \
             {parent}:r{from}:e -> {point} [dir=back, arrowtail={tail}, tooltip={tooltip}]\n  \
             {child}:r{to}:e -> {point} [dir=back, arrowtail={head}, tooltip={tooltip}]\n",
        ));
    }
    Some(format!(
        "  {parent}:r{from}:e -> {child}:l{to}:w [arrowtail={tail}, arrowhead={head}, tooltip={tooltip}]\n"
    ))
}

/// A text in double quotes. A backslash means something to Graphviz too, and twice is itself.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " "))
}

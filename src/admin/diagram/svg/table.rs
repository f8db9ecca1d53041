use super::layout::{Place, Size, real};
use super::text;
use super::xml;
use crate::admin::diagram::{Column, Table};

/// The heights of the name and of each column.
const HEAD: f64 = 32.0;
const ROW: f64 = 22.0;
/// Under the last column.
const FOOT: f64 = 6.0;
/// From the border to the text, and between a column's name and its type.
const PADDING: f64 = 12.0;
const BETWEEN: f64 = 22.0;
/// What each key takes before the columns' names.
const BADGE: f64 = 22.0;
/// The sizes of letters; `style.rs` has the same.
const NAME_SIZE: f64 = 14.0;
const COLUMN_SIZE: f64 = 13.0;
const KIND_SIZE: f64 = 12.0;

/// How much space a table takes.
pub(super) fn size(table: &Table) -> Size {
    let widest = |width: fn(&Column) -> f64| table.columns.iter().map(width).fold(0.0, f64::max);
    let row = |column: &Column| {
        text::width(&column.name, COLUMN_SIZE) + BETWEEN + text::width(&kind(column), KIND_SIZE)
    };
    // Bold letters are wider.
    let head = text::width(&table.name, NAME_SIZE) * 1.08;
    let width = 2.0 * PADDING + head.max(badges(table) + widest(row));
    Size { width: width.ceil(), height: HEAD + ROW * real(table.columns.len()) + FOOT }
}

/// How far under a table's top the middle of a column's row is.
pub(super) fn port(column: usize) -> f64 {
    HEAD + ROW * real(column) + ROW / 2.0
}

/// The space for the keys of all columns, so that their names begin below each other.
fn badges(table: &Table) -> f64 {
    BADGE * real(table.columns.iter().map(|column| column.keys().len()).max().unwrap_or(0))
}

fn kind(column: &Column) -> String {
    format!("{}{}", column.short_kind(), if column.nullable { "?" } else { "" })
}

pub(super) fn draw(table: &Table, place: &Place) -> String {
    let Place { x, y, width, height } = place;
    let rows: String =
        table.columns.iter().enumerate().map(|(at, one)| row(one, port(at), badges(table), *width)).collect();
    format!(
        "<g class=\"table\" transform=\"translate({x:.1} {y:.1})\"><rect class=\"box\" width=\"{width:.1}\" \
         height=\"{height:.1}\" rx=\"7\"/>\n<g>{title}<path class=\"head\" d=\"M0 {HEAD}V7a7 7 0 0 1 7-7H{right:.1}a7 7 0 0 1 \
         7 7V{HEAD}z\"/><text class=\"name\" x=\"{PADDING}\" y=\"21\">{name}</text></g>\n{rows}</g>\n",
        title = title(table.comment.as_deref().unwrap_or_default()),
        right = width - 7.0,
        name = xml(&table.name),
    )
}

fn row(column: &Column, middle: f64, badges: f64, width: f64) -> String {
    let base = middle + 4.5;
    let keys = column.keys().into_iter().enumerate();
    let keys = keys.map(|(at, key)| {
        let x = PADDING + BADGE * real(at);
        format!("<text class=\"key {}\" x=\"{x:.1}\" y=\"{base:.1}\">{key}</text>", key.to_lowercase())
    });
    format!(
        "<g>{title}<rect class=\"row\" x=\"1\" y=\"{top:.1}\" width=\"{inner:.1}\" height=\"{ROW}\"/>{keys}<text \
         class=\"column\" x=\"{x:.1}\" y=\"{base:.1}\">{name}</text><text class=\"kind\" x=\"{end:.1}\" \
         y=\"{base:.1}\">{kind}</text></g>\n",
        title = title(&explained(column)),
        top = middle - ROW / 2.0,
        inner = width - 2.0,
        keys = keys.collect::<String>(),
        x = PADDING + badges,
        name = xml(&column.name),
        end = width - PADDING,
        kind = xml(&kind(column)),
    )
}

/// All there is to say of a column.
fn explained(column: &Column) -> String {
    let rule = if column.nullable { "may be NULL" } else { "never NULL" };
    let comment = column.comment.as_ref().map(|comment| format!("\n{comment}"));
    format!("{} {}, {rule}{}", column.name, column.kind, comment.unwrap_or_default())
}

fn title(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<title>{}</title>", xml(text)) }
}

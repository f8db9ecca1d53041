use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::column::{Column, Kind};
use super::look::Look;
use super::wrap::wrap;

/// Between two columns.
const GAP: &str = "  ";

/// What stands in a cell, and how.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) style: Style,
}

impl Text {
    pub(super) fn painted(&self, look: Look) -> String {
        let Self { text, style } = self;
        if !look.colour || text.is_empty() || style.is_plain() {
            return text.clone();
        }
        format!("{style}{text}{style:#}")
    }

    fn on_lines(&self, width: usize) -> Vec<Self> {
        wrap(&self.text, width).into_iter().map(|text| Self { text, style: self.style }).collect()
    }
}

/// Aligned columns below their headings; `None` where the terminal is too narrow for them with so much room for prose.
pub(super) fn aligned(
    columns: &[Column],
    rows: &[Vec<Text>],
    narrowest_prose: usize,
    look: Look,
) -> Option<String> {
    let natural = natural_widths(columns, rows);
    let widths = match look.width {
        Some(width) if !rows.is_empty() => shrunk(columns, natural, narrowest_prose, width)?,
        _ => natural,
    };
    let headings: Vec<_> = columns.iter().map(heading).collect();
    let rows = std::iter::once(&headings).chain(rows);
    Some(rows.flat_map(|row| lines(columns, &widths, row, look)).collect::<Vec<_>>().join("\n"))
}

/// One record below the other, each with a line for each column.
pub(super) fn records(columns: &[Column], rows: &[Vec<Text>], look: Look) -> String {
    let headings = columns.iter().map(|column| column.heading.width()).max().unwrap_or_default();
    let room = look.width.map_or(usize::MAX, |width| width.saturating_sub(headings + GAP.len()));
    let field = |(column, text): (&Column, &Text)| {
        let values = text.on_lines(room.max(1)).into_iter().map(|line| line.painted(look));
        let name = padded(&heading(column), headings, false, look);
        let between = format!("\n{}", " ".repeat(headings + GAP.len()));
        format!("{name}{GAP}{}", values.collect::<Vec<_>>().join(&between)).trim_end().to_owned()
    };
    let record = |row: &Vec<Text>| columns.iter().zip(row).map(field).collect::<Vec<_>>().join("\n");
    rows.iter().map(record).collect::<Vec<_>>().join("\n\n")
}

fn heading(column: &Column) -> Text {
    Text { text: column.heading.to_owned(), style: Style::new().bold() }
}

fn natural_widths(columns: &[Column], rows: &[Vec<Text>]) -> Vec<usize> {
    let widest = |(n, column): (usize, &Column)| {
        let cells = rows.iter().filter_map(|row| row.get(n)).map(|text| text.text.width());
        cells.max().unwrap_or_default().max(column.heading.width())
    };
    columns.iter().enumerate().map(widest).collect()
}

/// Takes from the widest prose until everything fits; `None` when that isn't enough.
fn shrunk(
    columns: &[Column],
    mut widths: Vec<usize>,
    narrowest_prose: usize,
    room: usize,
) -> Option<Vec<usize>> {
    let gaps = GAP.len() * columns.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let prose = columns.iter().zip(&mut widths).filter(|(column, _)| column.kind == Kind::Prose);
        let widest = prose.map(|(_, width)| width).max().filter(|width| **width > narrowest_prose)?;
        *widest -= 1;
    }
    Some(widths)
}

/// A row: one line, or as many as its longest prose needs.
fn lines(columns: &[Column], widths: &[usize], row: &[Text], look: Look) -> Vec<String> {
    let cells: Vec<_> = row.iter().zip(widths).map(|(text, width)| text.on_lines(*width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    let blank = Text { text: String::new(), style: Style::new() };
    let line = |n: usize| {
        let parts = columns.iter().zip(widths).zip(&cells).map(|((column, width), cell)| {
            padded(cell.get(n).unwrap_or(&blank), *width, column.is_right_aligned(), look)
        });
        parts.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// Blanks stand outside of the colours, so that a line's end can be trimmed.
fn padded(text: &Text, width: usize, right: bool, look: Look) -> String {
    let blanks = " ".repeat(width.saturating_sub(text.text.width()));
    let painted = text.painted(look);
    if right { format!("{blanks}{painted}") } else { format!("{painted}{blanks}") }
}

impl Column {
    fn is_right_aligned(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Amount | Kind::Bytes)
    }
}

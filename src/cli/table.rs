use std::io::{self, IsTerminal};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};

use super::output::Cell;

/// Prose gets no narrower than this, in characters.
const NARROWEST_PROSE: u16 = 12;
/// Between two columns, in characters.
const GAP: u16 = 2;

/// What a column holds, which decides how it is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Prose,
}

/// A column: its heading, and what it holds.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) heading: &'static str,
    kind: Kind,
}

/// A column of numbers.
pub(super) const fn number(heading: &'static str) -> Column {
    Column { heading, kind: Kind::Number }
}

/// A column of words that aren't broken: names, times, codes.
pub(super) const fn text(heading: &'static str) -> Column {
    Column { heading, kind: Kind::Word }
}

/// A column of sentences, which are broken into lines where the terminal is too narrow.
pub(super) const fn prose(heading: &'static str) -> Column {
    Column { heading, kind: Kind::Prose }
}

/// Rows for people: aligned columns, or one record below the other where the terminal is too narrow for them.
pub(super) fn render(columns: &[Column], rows: impl Iterator<Item = Vec<Cell>>) -> String {
    let rows = rows.map(|row| row.into_iter().map(|cell| cell.unwrap_or_else(|| "-".to_owned())).collect());
    let rows: Vec<Vec<String>> = rows.collect();
    layout(columns, &rows, terminal_width())
}

/// Into a pipe or a file rows go whole, one a line.
pub(super) fn terminal_width() -> Option<u16> {
    let size = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    size.map(|(width, _)| width.0)
}

fn layout(columns: &[Column], rows: &[Vec<String>], width: Option<u16>) -> String {
    let mut table = aligned(columns, rows);
    match width {
        Some(width) if !rows.is_empty() && narrowest(columns, &table) > width => records(columns, rows),
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
            lines(&table)
        }
        None => lines(&table),
    }
}

fn aligned(columns: &[Column], rows: &[Vec<String>]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(columns.iter().map(|column| column.heading));
    table.add_rows(rows);
    for (column, laid_out) in columns.iter().zip(table.column_iter_mut()) {
        laid_out.set_padding((0, GAP));
        if column.kind == Kind::Number {
            laid_out.set_cell_alignment(CellAlignment::Right);
        }
        if column.kind != Kind::Prose {
            laid_out.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

/// The width below which something other than prose would have to be broken.
fn narrowest(columns: &[Column], table: &Table) -> u16 {
    let widths = columns.iter().zip(table.column_max_content_widths()).map(|(column, width)| {
        let least = if column.kind == Kind::Prose { width.min(NARROWEST_PROSE) } else { width };
        least.saturating_add(GAP)
    });
    widths.fold(0, u16::saturating_add)
}

fn lines(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn records(columns: &[Column], rows: &[Vec<String>]) -> String {
    let record = |row: &Vec<String>| {
        let width = columns.iter().map(|column| column.heading.len()).max().unwrap_or_default();
        let fields = columns.iter().zip(row);
        let lines = fields.map(|(column, value)| format!("{:width$}  {value}", column.heading));
        lines.collect::<Vec<_>>().join("\n")
    };
    rows.iter().map(record).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [number("id"), text("owner"), prose("what for")];

    fn rows() -> Vec<Vec<String>> {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        vec![row(["7", "anna", "Lunch with everybody on Friday"]), row(["12", "ben", "-"])]
    }

    #[test]
    fn stands_in_one_line_where_there_is_room_or_no_terminal() {
        let expected = "id  owner  what for\n 7  anna   Lunch with everybody on Friday\n12  ben    -";
        assert_eq!(layout(&COLUMNS, &rows(), None), expected);
        assert_eq!(layout(&COLUMNS, &rows(), Some(80)), expected);
    }

    #[test]
    fn breaks_prose_only() {
        let expected =
            "id  owner  what for\n 7  anna   Lunch with everybody\n           on Friday\n12  ben    -";
        assert_eq!(layout(&COLUMNS, &rows(), Some(34)), expected);
    }

    #[test]
    fn shows_records_on_a_narrow_terminal() {
        let expected = "id        7\nowner     anna\nwhat for  Lunch with everybody on Friday\n\n\
                        id        12\nowner     ben\nwhat for  -";
        assert_eq!(layout(&COLUMNS, &rows(), Some(20)), expected);
        assert_eq!(layout(&COLUMNS, &[], Some(5)).split_whitespace().collect::<String>(), "idownerwhatfor");
    }
}

//! Rows for people: aligned columns, or one record below the other where the terminal is too narrow for them.

mod column;
mod fit;
mod look;
mod shown;
mod wrap;

use anstyle::Style;
use chrono::{DateTime, Utc};

use super::output::Cell;
pub(super) use column::{Column, amount, bytes, number, prose, state, text, time};
use fit::{Text, aligned, records};
pub(super) use look::{Look, Zone};
pub(super) use shown::visible;
pub(super) use wrap::wrap;

/// What is tried until the rows fit: with seconds or without, with spare columns or without, and how narrow prose gets.
const ATTEMPTS: [(bool, bool, usize); 4] =
    [(false, true, 24), (true, true, 24), (true, false, 24), (true, false, 12)];

/// Rows below their headings, or one record below the other where the terminal is too narrow for that.
pub(super) fn render(columns: &[Column], rows: &[Vec<Cell>], look: Look) -> String {
    let fitting = ATTEMPTS.iter().find_map(|(short, spare, narrowest_prose)| {
        let (columns, rows) = part(columns, rows, |column| *spare || !column.is_spare);
        aligned(&columns, &texts(&columns, &rows, *short, look), *narrowest_prose, look)
    });
    fitting.unwrap_or_else(|| records(columns, &texts(columns, rows, false, look), look))
}

/// The columns that pass, and the rows' cells in them.
pub(super) fn part(
    columns: &[Column],
    rows: &[Vec<Cell>],
    passes: impl Fn(&Column) -> bool,
) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let pass = |row: &Vec<Cell>| {
        let cells = columns.iter().zip(row).filter(|(column, _)| passes(column));
        cells.map(|(_, cell)| cell.clone()).collect()
    };
    (columns.iter().copied().filter(&passes).collect(), rows.iter().map(pass).collect())
}

/// One thing, its parts one below the other.
pub(super) fn render_card(columns: &[Column], cells: &[Cell], look: Look) -> String {
    records(columns, &texts(columns, &[cells.to_vec()], false, look), look)
}

/// A time as a table shows it.
pub(super) fn told(at: DateTime<Utc>, zone: Zone) -> String {
    shown::local(at, false, zone)
}

/// A text that stands out, on a terminal.
pub(super) fn bold(text: &str, look: Look) -> String {
    Text { text: text.to_owned(), style: Style::new().bold() }.painted(look)
}

fn texts(columns: &[Column], rows: &[Vec<Cell>], short: bool, look: Look) -> Vec<Vec<Text>> {
    let text =
        |(column, cell): (&Column, &Cell)| shown::shown(column.kind, cell.as_deref(), short, look.zone);
    rows.iter().map(|row| columns.iter().zip(row).map(text).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [number("id"), text("owner"), prose("what for")];

    fn rows() -> Vec<Vec<Cell>> {
        let row = |id: &str, owner: &str, text: Option<&str>| {
            vec![Some(id.to_owned()), Some(owner.to_owned()), text.map(str::to_owned)]
        };
        vec![row("7", "anna", Some("Lunch with everybody on Friday")), row("12", "ben", None)]
    }

    fn look(width: Option<usize>) -> Look {
        Look { width, colour: false, zone: Zone::Utc }
    }

    #[test]
    fn stands_in_one_line_where_there_is_room_or_no_terminal() {
        let expected = "id  owner  what for\n 7  anna   Lunch with everybody on Friday\n12  ben    ∅";
        assert_eq!(render(&COLUMNS, &rows(), look(None)), expected);
        assert_eq!(render(&COLUMNS, &rows(), look(Some(80))), expected);
    }

    #[test]
    fn breaks_prose_only() {
        let expected =
            "id  owner  what for\n 7  anna   Lunch with everybody on\n           Friday\n12  ben    ∅";
        assert_eq!(render(&COLUMNS, &rows(), look(Some(34))), expected);
    }

    #[test]
    fn leaves_spare_columns_out_before_prose_gets_narrow() {
        let [id, owner, what] = COLUMNS;
        let columns = [id, owner.spare(), what];
        let expected = "id  what for\n 7  Lunch with everybody on\n    Friday\n12  ∅";
        assert_eq!(render(&columns, &rows(), look(Some(28))), expected);
    }

    #[test]
    fn shows_records_on_a_narrow_terminal() {
        let expected = "id        7\nowner     anna\nwhat for  Lunch with\n          everybody\n          on Friday\n\n\
                        id        12\nowner     ben\nwhat for  ∅";
        assert_eq!(render(&COLUMNS, &rows(), look(Some(20))), expected);
        assert_eq!(render(&COLUMNS, &[], look(Some(5))), "id  owner  what for");
    }

    #[test]
    fn leaves_seconds_out_before_it_gives_the_table_up() {
        let rows = [vec![Some("2026-11-20T10:00:30.123456Z".to_owned())]];
        let shown = |width| render(&[time("at")], &rows, look(Some(width)));
        assert_eq!(shown(20), "at\n2026-11-20 10:00:30Z");
        assert_eq!(shown(19), "at\n2026-11-20 10:00Z");
        assert_eq!(shown(16), "at  2026-11-20\n    10:00:30Z");
    }

    #[test]
    fn colours_take_no_room() {
        let rows = [vec![Some("-1.00 EUR".to_owned()), Some("x".to_owned())]];
        let look = Look { colour: true, ..look(Some(80)) };
        let shown = render(&[amount("amount"), text("t")], &rows, look);
        assert_eq!(
            shown,
            "\u{1b}[1m   amount\u{1b}[0m  \u{1b}[1mt\u{1b}[0m\n\u{1b}[31m-1.00 EUR\u{1b}[0m  x"
                .replace("\u{1b}[1m   amount", "   \u{1b}[1mamount")
        );
    }
}

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned columns for people.
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated values with a header line.
    Csv,
}

/// A column: its heading, and whether it holds numbers.
pub(super) struct Column {
    heading: &'static str,
    alignment: CellAlignment,
}

/// A column of words.
pub(super) const fn text(heading: &'static str) -> Column {
    Column { heading, alignment: CellAlignment::Left }
}

/// A column of numbers.
pub(super) const fn number(heading: &'static str) -> Column {
    Column { heading, alignment: CellAlignment::Right }
}

/// A cell; `None` is the database's NULL.
pub(super) type Cell = Option<String>;

/// A cell with a value.
pub(super) fn cell(value: impl ToString) -> Cell {
    Some(value.to_string())
}

/// A cell whose value may be NULL.
pub(super) fn maybe<T: ToString>(value: Option<&T>) -> Cell {
    value.map(ToString::to_string)
}

/// Standard output in the format that was asked for.
pub(super) struct Output {
    format: Format,
}

impl Output {
    pub(super) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Whether people read it: headings and sentences are for them only.
    pub(super) fn is_for_people(&self) -> bool {
        self.format == Format::Table
    }

    /// Prints rows. JSON shows the values themselves, the others the cells made of them.
    pub(super) fn rows<T: Serialize>(
        &self,
        columns: &[Column],
        rows: &[T],
        cells: impl Fn(&T) -> Vec<Cell>,
    ) -> anyhow::Result<()> {
        match self.format {
            Format::Json => self.json(&rows),
            Format::Csv => csv(columns, rows.iter().map(cells)),
            Format::Table => Ok(line(&table(columns, rows.iter().map(cells)))?),
        }
    }

    /// Prints one whole thing as JSON, or the part of it that makes rows in the other formats.
    pub(super) fn json_or_rows(
        &self,
        whole: &impl Serialize,
        rows: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if self.format == Format::Json { self.json(whole) } else { rows() }
    }

    fn json(&self, value: &impl Serialize) -> anyhow::Result<()> {
        Ok(line(&serde_json::to_string_pretty(value)?)?)
    }
}

/// Prints a line to standard output; a closed pipe is an error here and no panic.
pub(super) fn line(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

fn csv(columns: &[Column], rows: impl Iterator<Item = Vec<Cell>>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(io::stdout().lock());
    writer.write_record(columns.iter().map(|c| c.heading)).map_err(io_error)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_deref().unwrap_or_default())).map_err(io_error)?;
    }
    Ok(writer.flush()?)
}

/// What is beneath, so that a closed pipe is known as one.
fn io_error(error: csv::Error) -> anyhow::Error {
    if !error.is_io_error() {
        return error.into();
    }
    match error.into_kind() {
        csv::ErrorKind::Io(io) => io.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}

fn table(columns: &[Column], rows: impl Iterator<Item = Vec<Cell>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = width() {
        table.set_width(width);
    } else {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    table.set_header(columns.iter().map(|c| c.heading));
    for row in rows {
        table.add_row(row.into_iter().map(|cell| cell.unwrap_or_else(|| "NULL".to_owned())));
    }
    for (index, column) in columns.iter().enumerate() {
        if let Some(target) = table.column_mut(index) {
            target.set_cell_alignment(column.alignment);
            target.set_padding((0, 2));
        }
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// The terminal's width. Into a pipe or a file rows go whole, one a line.
fn width() -> Option<u16> {
    let columns = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    columns.map(|(width, _)| width.0)
}

/// Asks a question that only a person at a terminal can answer with yes.
pub(super) fn ask(question: &str) -> bool {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return false;
    }
    let mut answer = String::new();
    let asked = write!(io::stderr(), "{question}").and_then(|()| io::stderr().flush());
    let answered = asked.and_then(|()| io::stdin().read_line(&mut answer));
    answered.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use clap::ValueEnum;
use clap::builder::{EnumValueParser, TypedValueParser};
use serde::Serialize;
use thiserror::Error;

use super::schema::Language;
use super::table::{self, Column, Look};
pub(super) use super::table::{Zone, amount, bytes, number, prose, state, text, time, visible};

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

impl Format {
    pub(super) fn parser() -> impl TypedValueParser<Value = Choice> {
        EnumValueParser::<Self>::new().map(Choice::Rows)
    }
}

/// What `--format` says: how rows are printed, or, behind the one command that prints a diagram, what that is
/// written in. Clap wants one type for both, as one option stands for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Rows(Format),
    Diagram(Language),
}

impl Choice {
    pub(super) fn of_rows(self) -> Format {
        match self {
            Self::Rows(format) => format,
            Self::Diagram(_) => Format::Table,
        }
    }
}

/// What was printed didn't arrive: a full disk, or a reader that has closed the pipe.
#[derive(Debug, Error)]
#[error("can't write to standard output: {0}")]
pub(super) struct OutputError(pub io::Error);

/// A cell; `None` is the database's NULL.
pub(super) type Cell = Option<String>;

/// A cell with a value.
#[allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "rows are written cell by cell")]
pub(super) fn cell(value: impl ToString) -> Cell {
    Some(value.to_string())
}

/// A cell whose value may be NULL.
pub(super) fn maybe<T: ToString>(value: Option<&T>) -> Cell {
    value.map(ToString::to_string)
}

/// A cell with a time, in UTC to the microsecond as RFC 3339 writes it; people see it by their own clock.
#[allow(clippy::unnecessary_wraps, reason = "rows are written cell by cell")]
pub(super) fn at(time: DateTime<Utc>) -> Cell {
    Some(time.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// Standard output in the format that was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    format: Format,
    zone: Zone,
}

impl Output {
    pub(super) fn new(format: Format, zone: Zone) -> Self {
        Self { format, zone }
    }

    /// Whether people read it: headings and sentences are for them only.
    pub(super) fn is_for_people(self) -> bool {
        self.format == Format::Table
    }

    pub(super) fn is_csv(self) -> bool {
        self.format == Format::Csv
    }

    /// Whether a person watches: drawings are for them only.
    pub(super) fn is_watched(self) -> bool {
        self.is_for_people() && self.look().width.is_some()
    }

    /// The clock that the person's times are told by.
    pub(super) fn zone(self) -> Zone {
        self.zone
    }

    /// A time as a table shows it.
    pub(super) fn told(self, at: DateTime<Utc>) -> String {
        table::told(at, self.zone)
    }

    fn look(self) -> Look {
        Look::of_stdout(self.zone)
    }

    /// Prints a blank line and the heading of what follows, for people.
    pub(super) fn heading(self, text: &str) -> Result<(), OutputError> {
        line(&format!("\n{}", table::bold(text, self.look())))
    }

    /// Prints one thing for people, its parts one below the other.
    pub(super) fn card(self, parts: Vec<(Column, Cell)>) -> Result<(), OutputError> {
        let (columns, cells): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        line(&table::render_card(&columns, &cells, self.look()))
    }

    /// Prints rows. JSON shows the values themselves, the others the cells made of them.
    pub(super) fn rows<T: Serialize>(
        self,
        columns: &[Column],
        rows: &[T],
        cells: impl Fn(&T) -> Vec<Cell>,
    ) -> anyhow::Result<()> {
        match self.format {
            Format::Json => json(&rows),
            Format::Csv => {
                let (columns, rows) = table::part(columns, &all(rows, cells), Column::is_for_programs);
                csv(&columns, &rows)
            }
            Format::Table => {
                let (columns, rows) = table::part(columns, &all(rows, cells), Column::is_for_people);
                Ok(line(&table::render(&columns, &rows, self.look()))?)
            }
        }
    }

    /// Prints one whole thing as JSON, or the part of it that makes rows in the other formats.
    pub(super) fn json_or_rows(
        self,
        whole: &impl Serialize,
        rows: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if self.format == Format::Json { json(whole) } else { rows() }
    }
}

fn all<T>(rows: &[T], cells: impl Fn(&T) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    rows.iter().map(cells).collect()
}

fn json(value: &impl Serialize) -> anyhow::Result<()> {
    Ok(line(&serde_json::to_string_pretty(value)?)?)
}

/// Prints a line to standard output; a closed pipe is an error here and no panic.
pub(super) fn line(text: &str) -> Result<(), OutputError> {
    writeln!(io::stdout().lock(), "{text}").map_err(OutputError)
}

fn csv(columns: &[Column], rows: &[Vec<Cell>]) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| column.heading))?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_deref().unwrap_or_default()))?;
    }
    writer.flush()?;
    // From memory, so that what goes wrong here is the output's failure and no other.
    Ok(io::stdout().lock().write_all(writer.get_ref()).map_err(OutputError)?)
}

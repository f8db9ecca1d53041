use std::fmt::{Display, Write};

use super::statement::Statement;
use super::table::Table;

/// Rows in `COPY`'s text format: a line for each, tabs between the columns.
#[derive(Debug)]
pub(super) struct Rows {
    table: Table,
    count: u64,
    text: String,
}

/// A column's value.
pub(super) enum Value<'a> {
    /// What holds nothing that `COPY` reads in a way of its own: a number, a time, a code.
    Plain(&'a dyn Display),
    Text(&'a str),
    Bytes(&'a [u8]),
    Null,
}

impl Rows {
    pub(super) fn new(table: Table) -> Self {
        Self { table, count: 0, text: String::new() }
    }

    pub(super) fn add(&mut self, values: &[Value<'_>]) {
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.text.push('\t');
            }
            write(&mut self.text, value);
        }
        self.text.push('\n');
        self.count += 1;
    }

    /// Nothing at all where there are no rows.
    pub(super) fn into_statement(self) -> Option<Statement> {
        let Self { table, count: rows, text } = self;
        (rows > 0).then_some(Statement::Copy { table, rows, text })
    }
}

fn write(text: &mut String, value: &Value<'_>) {
    match value {
        Value::Plain(value) => append(text, value),
        Value::Text(value) => value.chars().for_each(|c| match c {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            c => text.push(c),
        }),
        Value::Bytes(bytes) => {
            text.push_str("\\\\x");
            bytes.iter().for_each(|byte| append(text, &format_args!("{byte:02x}")));
        }
        Value::Null => text.push_str("\\N"),
    }
}

/// An array in PostgreSQL's own format, of elements that need no quotes within it.
#[derive(Debug, Default)]
pub(super) struct Elements {
    text: String,
    count: u64,
}

impl Elements {
    pub(super) fn push(&mut self, element: &dyn Display) {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        append(&mut self.text, element);
        self.count += 1;
    }

    pub(super) fn len(&self) -> u64 {
        self.count
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn into_text(mut self) -> String {
        self.text.push_str(if self.text.is_empty() { "{}" } else { "}" });
        self.text
    }
}

fn append(text: &mut String, value: &dyn Display) {
    // Writing to memory doesn't fail.
    let _ = write!(text, "{value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copy_would_read_otherwise_is_escaped() {
        let mut rows = Rows::new(Table::Users);
        rows.add(&[Value::Plain(&7), Value::Text("a\tb\\c\nd\r"), Value::Null, Value::Bytes(&[0, 255])]);
        let Some(Statement::Copy { rows, text, .. }) = rows.into_statement() else { panic!() };
        assert_eq!((rows, text.as_str()), (1, "7\ta\\tb\\\\c\\nd\\r\t\\N\t\\\\x00ff\n"));
        assert_eq!(Rows::new(Table::Users).into_statement(), None);
    }

    #[test]
    fn arrays_are_written_as_postgresql_reads_them() {
        let mut elements = Elements::default();
        assert!(elements.is_empty());
        elements.push(&1);
        elements.push(&-2);
        assert_eq!(elements.into_text(), "{1,-2}");
        assert_eq!(Elements::default().into_text(), "{}");
    }
}

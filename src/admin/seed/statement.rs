use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::table::{self, Table};

/// One statement of a seed. They have to run one after another, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// `COPY table (columns) FROM STDIN`, in its text format.
    Copy {
        /// Where to.
        table: Table,
        /// How many rows.
        rows: u64,
        /// The rows.
        text: String,
    },
    /// Any other, whose parameters, `$1` and so on, are all of type text: one word, or an array as PostgreSQL writes it.
    Execute {
        /// The statement, a constant.
        sql: &'static str,
        /// What its parameters stand for.
        parameters: Vec<String>,
    },
}

impl Statement {
    /// How many rows it adds of those that a scale counts: lines of orders and what triggers write are not among them.
    pub(super) fn rows_counted(&self) -> u64 {
        match self {
            Self::Copy { table: Table::OrderItems, .. } | Self::Execute { .. } => 0,
            Self::Copy { rows, .. } => *rows,
        }
    }

    /// One without parameters.
    pub(super) fn plain(sql: &'static str) -> Self {
        Self::Execute { sql, parameters: Vec::new() }
    }

    /// Runs it.
    ///
    /// # Errors
    /// When the database refuses what it writes.
    pub fn run(&self, conn: &mut PgConnection) -> QueryResult<()> {
        match self {
            Self::Copy { table, text, .. } => table::copy(conn, *table, text),
            Self::Execute { sql, parameters } => {
                let mut query = diesel::sql_query(*sql).into_boxed::<Pg>();
                for parameter in parameters {
                    query = query.bind::<Text, _>(parameter);
                }
                query.execute(conn).map(drop)
            }
        }
    }
}

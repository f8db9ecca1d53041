//! What a database is for, kept in the database: commands that could destroy data look there first.

use std::fmt;
use std::str::FromStr;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Oid, Text};
use thiserror::Error;

use super::catalog::pg_database;
use super::quote::{quote_identifier, quote_literal};

/// What a database is for.
///
/// It stands in the database's comment, which neither `pg_dump` nor `CREATE DATABASE … TEMPLATE` carries along: real
/// data restored into a database doesn't bring its mark with it, nor does a copy inherit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Mark {
    /// Development: may be seeded, emptied and made anew.
    Dev,
    /// Tests: the same.
    Test,
    /// Real data. So counts a database without a mark.
    Prod,
}

/// A word that is no mark.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a database is marked dev, test or prod, not {0:?}")]
pub struct NotAMark(pub String);

impl Mark {
    /// Whether what it holds may be thrown away.
    pub fn is_expendable(self) -> bool {
        self != Self::Prod
    }

    /// The word in the database and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
            Self::Prod => "prod",
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Mark {
    type Err = NotAMark;

    fn from_str(word: &str) -> Result<Self, NotAMark> {
        let marks = [Self::Dev, Self::Test, Self::Prod];
        marks.into_iter().find(|mark| mark.as_str() == word).ok_or_else(|| NotAMark(word.to_owned()))
    }
}

/// The line of the comment that holds the mark begins so.
const LINE: &str = "ledgerstore: marked ";

#[diesel::declare_sql_function]
extern "SQL" {
    fn shobj_description(object: Oid, catalog: Text) -> Nullable<Text>;
    fn current_database() -> Text;
}

/// What this database is marked as; `None` when it isn't marked, which counts as [`Mark::Prod`].
///
/// # Errors
/// Only the database's own.
pub fn find_mark(conn: &mut PgConnection) -> QueryResult<Option<Mark>> {
    let comment = comment(conn)?.unwrap_or_default();
    Ok(comment.lines().find_map(|line| line.strip_prefix(LINE)).and_then(|word| word.parse().ok()))
}

/// Marks this database, whatever it was marked as before. The rest of its comment stays.
///
/// # Errors
/// When the role doesn't own the database.
pub fn set_mark(conn: &mut PgConnection, mark: Mark) -> QueryResult<()> {
    conn.transaction(|conn| {
        let comment = with_mark(&comment(conn)?.unwrap_or_default(), mark);
        let name: String = diesel::select(current_database()).get_result(conn)?;
        let (name, comment) = (quote_identifier(&name), quote_literal(&comment));
        conn.batch_execute(&format!("COMMENT ON DATABASE {name} IS {comment}"))
    })
}

fn comment(conn: &mut PgConnection) -> QueryResult<Option<String>> {
    pg_database::table
        .filter(pg_database::datname.eq(current_database()))
        .select(shobj_description(pg_database::oid, "pg_database"))
        .first(conn)
}

pub(super) fn with_mark(comment: &str, mark: Mark) -> String {
    let others = comment.lines().filter(|line| !line.starts_with(LINE)).map(str::to_owned);
    others.chain([format!("{LINE}{mark}")]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_rest_of_a_comment() {
        assert_eq!(with_mark("", Mark::Dev), "ledgerstore: marked dev");
        let ours = "Anna's shop.\nAsk her first.";
        let marked = with_mark(ours, Mark::Test);
        assert_eq!(marked, "Anna's shop.\nAsk her first.\nledgerstore: marked test");
        assert_eq!(with_mark(&marked, Mark::Prod), "Anna's shop.\nAsk her first.\nledgerstore: marked prod");
    }

    #[test]
    fn only_three_words_are_marks() {
        assert_eq!("dev".parse(), Ok(Mark::Dev));
        assert_eq!("Dev".parse::<Mark>(), Err(NotAMark("Dev".into())));
        assert!(Mark::Dev.is_expendable() && Mark::Test.is_expendable() && !Mark::Prod.is_expendable());
    }
}

//! Every invariant by name, checked against all rows in one snapshot.

mod checks;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use thiserror::Error;

use crate::admin::progress::Progress;
use crate::database::{Transient, read_only};
pub use checks::CHECKS;

/// An invariant of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// Its name, as the command line takes it.
    pub name: &'static str,
    /// What holds when it finds nothing.
    pub holds: &'static str,
    /// A query whose one row `checked` counts what is looked at.
    counted: &'static str,
    /// A query whose rows `subject` say what breaks it, with ids.
    broken: &'static str,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Outcome {
    /// The check's name.
    pub name: &'static str,
    /// What holds when there are no findings.
    pub holds: &'static str,
    /// How many rows were looked at.
    pub checked: i64,
    /// What breaks it, each with its id.
    pub findings: Vec<String>,
}

/// Why an audit couldn't be made.
#[derive(Debug, Error)]
pub enum AuditError {
    /// There is no such check.
    #[error("there is no check {name:?}; there are {}", CHECKS.iter().map(|c| c.name).collect::<Vec<_>>().join(", "))]
    UnknownCheck {
        /// What was asked for.
        name: String,
    },
    /// A query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Transient for AuditError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_transient())
    }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    checked: i64,
}

#[derive(QueryableByName)]
struct Broken {
    #[diesel(sql_type = Text)]
    subject: String,
}

/// Runs the named checks, or all when none is named, on one snapshot.
///
/// # Errors
/// [`AuditError::UnknownCheck`] before anything is run.
pub fn audit(
    conn: &mut PgConnection,
    names: &[String],
    progress: &mut dyn Progress,
) -> Result<Vec<Outcome>, AuditError> {
    if let Some(name) = names.iter().find(|name| !CHECKS.iter().any(|check| check.name == **name)) {
        return Err(AuditError::UnknownCheck { name: name.clone() });
    }
    let chosen = |check: &&Check| names.is_empty() || names.iter().any(|name| name == check.name);
    read_only(conn, |conn| CHECKS.iter().filter(chosen).map(|check| run(conn, check, progress)).collect())
}

fn run(conn: &mut PgConnection, check: &Check, progress: &mut dyn Progress) -> Result<Outcome, AuditError> {
    progress.begin(check.name, None);
    let counted: Counted = diesel::sql_query(check.counted).get_result(conn)?;
    let broken: Vec<Broken> = diesel::sql_query(check.broken).load(conn)?;
    progress.end();
    Ok(Outcome {
        name: check.name,
        holds: check.holds,
        checked: counted.checked,
        findings: broken.into_iter().map(|b| b.subject).collect(),
    })
}

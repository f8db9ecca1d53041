//! What a migration would do, statement by statement, and what the linter says of it.

mod lock;
mod statement;
mod trace;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::admin::lint::sql::{Sql, start};
use crate::admin::lint::{Config, Finding, lint, names};
use crate::database::migrations::MigrationFile;
use squawk_syntax::ast::AstNode;

pub use lock::{Lock, Mode};
pub use trace::{HeldLock, TableWork, Trace, TraceError, Traced, trace};

/// A migration that would run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// Its folder's name.
    pub name: String,
    /// Whether it runs in a transaction.
    pub transactional: bool,
    /// What it would do.
    pub statements: Vec<Planning>,
    /// What breaks a rule of the linter.
    pub findings: Vec<Finding>,
}

/// A statement that would run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planning {
    /// Its line in `up.sql`, from 1.
    pub line: usize,
    /// What it does, in the words of SQL.
    pub does: String,
    /// The locks that it takes on tables which others use, by PostgreSQL's documentation; those of the functions
    /// and triggers that it runs aren't known.
    pub locks: Vec<Lock>,
}

/// What this migration would do.
pub fn plan(file: &MigrationFile, config: &Config) -> Planned {
    let sql = Sql::new(&file.up);
    let created = if file.transactional { names::created_tables(&sql) } else { BTreeSet::new() };
    let planning = sql.statements().map(|stmt| Planning {
        line: sql.line(start(stmt.syntax())),
        does: statement::describe(&stmt),
        locks: lock::locks(&stmt).into_iter().filter(|lock| !created.contains(&lock.on)).collect(),
    });
    Planned {
        name: file.name.clone(),
        transactional: file.transactional,
        statements: planning.collect(),
        findings: lint(file, config),
    }
}

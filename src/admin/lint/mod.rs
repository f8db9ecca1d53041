//! Reads migrations for what would hurt on live tables, and says the safe way.
//!
//! The rules on locks and on running programs are [squawk](https://squawkhq.com)'s; [`own_rules`] are those that it lacks.

mod advice;
pub(crate) mod changes;
mod config;
mod ignores;
pub(crate) mod names;
mod rules;
pub(crate) mod sql;
mod squawk;

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::database::migrations::MigrationFile;
use ignores::Ignores;
use sql::Sql;

pub use config::{Config, ConfigError};
pub use rules::{OwnRule, own_rules};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It stops programs, loses data or can't be undone: not to be run as it is.
    Error,
    /// It should be done better, and does no harm on its own.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// Something in a migration that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's name, as `-- squawk-ignore` takes it.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The file's path.
    pub file: String,
    /// The line in the file, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do instead.
    pub safe_way: String,
}

/// Which of a migration's two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Up,
    Down,
}

/// Something found at a byte of a file.
#[derive(Debug)]
struct Hit {
    rule: String,
    severity: Severity,
    side: Side,
    offset: usize,
    message: String,
    safe_way: String,
}

/// A migration that has been parsed.
struct Pair<'t> {
    up: Sql<'t>,
    down: Option<Sql<'t>>,
    transactional: bool,
    /// The tables that `up.sql` makes in its transaction: nobody else uses them yet.
    created: BTreeSet<String>,
}

impl<'t> Pair<'t> {
    fn new(file: &'t MigrationFile) -> Self {
        let up = Sql::new(&file.up);
        let created = if file.transactional { names::created_tables(&up) } else { BTreeSet::new() };
        Self { up, down: file.down.as_deref().map(Sql::new), transactional: file.transactional, created }
    }

    fn sides(&self) -> impl Iterator<Item = (Side, &Sql<'t>)> {
        [(Side::Up, Some(&self.up)), (Side::Down, self.down.as_ref())]
            .into_iter()
            .filter_map(|(side, sql)| Some((side, sql?)))
    }
}

/// Every finding in one migration, `up.sql` first, in the order of the lines.
pub fn lint(file: &MigrationFile, config: &Config) -> Vec<Finding> {
    let pair = Pair::new(file);
    let mut hits = syntax_errors(&pair);
    hits.extend(squawk::check(&pair, config));
    hits.extend(rules::check(&pair));
    hits.retain(|hit| !config.excludes(&hit.rule));
    let found = pair.sides().flat_map(|(side, sql)| {
        let ignores = Ignores::new(sql);
        let here = hits.iter().filter(move |hit| hit.side == side);
        let mut kept: Vec<_> = here.filter(|hit| !ignores.cover(&hit.rule, sql.line(hit.offset))).collect();
        kept.sort_by_key(|hit| hit.offset);
        kept.into_iter().map(move |hit| finding(hit, sql, file))
    });
    found.collect()
}

fn finding(hit: &Hit, sql: &Sql<'_>, file: &MigrationFile) -> Finding {
    let path = match hit.side {
        Side::Up => file.up_path(),
        Side::Down => file.down_path(),
    };
    Finding {
        rule: hit.rule.clone(),
        severity: hit.severity,
        file: path.display().to_string(),
        line: sql.line(hit.offset),
        column: sql.column(hit.offset),
        message: hit.message.clone(),
        safe_way: hit.safe_way.clone(),
    }
}

fn syntax_errors(pair: &Pair<'_>) -> Vec<Hit> {
    let errors = pair.sides().flat_map(|(side, sql)| {
        sql.errors().into_iter().map(move |(offset, message)| Hit {
            rule: config::SYNTAX_ERROR.to_owned(),
            severity: Severity::Error,
            side,
            offset,
            message,
            safe_way:
                "correct it; where the linter is wrong, ignore this rule and try with `migrate plan --trace`"
                    .to_owned(),
        })
    });
    errors.collect()
}

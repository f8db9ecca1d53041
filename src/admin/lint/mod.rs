//! Reads migrations for what would hurt on live tables, and says the safe way.
//!
//! The rules on locks and on running programs are [squawk](https://squawkhq.com)'s; [`rules`] adds those that it lacks.

mod advice;
pub(crate) mod changes;
mod config;
mod ignores;
pub(crate) mod names;
mod rules;
pub(crate) mod sql;
mod squawk;

use std::collections::BTreeSet;

use serde::Serialize;

use ignores::Ignores;
use sql::Sql;

pub use config::{Config, ConfigError};

/// A migration as it stands in its two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'t> {
    /// The path of its folder, as findings shall show it.
    pub folder: &'t str,
    /// What `up.sql` holds.
    pub up: &'t str,
    /// What `down.sql` holds, if there is one.
    pub down: Option<&'t str>,
    /// Whether it runs in a transaction: `run_in_transaction` in `metadata.toml`, which is true when not said.
    pub transactional: bool,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It stops programs, loses data or can't be undone: not to be run as it is.
    Error,
    /// It should be done better, and does no harm on its own.
    Warning,
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
    fn new(source: Source<'t>) -> Self {
        let up = Sql::new(source.up);
        let created = if source.transactional { names::created_tables(&up) } else { BTreeSet::new() };
        Self { up, down: source.down.map(Sql::new), transactional: source.transactional, created }
    }

    fn sides(&self) -> impl Iterator<Item = (Side, &Sql<'t>)> {
        [(Side::Up, Some(&self.up)), (Side::Down, self.down.as_ref())]
            .into_iter()
            .filter_map(|(side, sql)| Some((side, sql?)))
    }
}

/// Every finding in one migration, `up.sql` first, in the order of the lines.
pub fn lint(source: Source<'_>, config: &Config) -> Vec<Finding> {
    let pair = Pair::new(source);
    let mut hits = syntax_errors(&pair);
    hits.extend(squawk::check(&pair, config));
    hits.extend(rules::check(&pair));
    hits.retain(|hit| !config.excludes(&hit.rule));
    let found = pair.sides().flat_map(|(side, sql)| {
        let ignores = Ignores::new(sql);
        let here = hits.iter().filter(move |hit| hit.side == side);
        let mut kept: Vec<_> = here.filter(|hit| !ignores.cover(&hit.rule, sql.line(hit.offset))).collect();
        kept.sort_by_key(|hit| hit.offset);
        kept.into_iter().map(move |hit| finding(hit, sql, source.folder))
    });
    found.collect()
}

fn finding(hit: &Hit, sql: &Sql<'_>, folder: &str) -> Finding {
    let file = match hit.side {
        Side::Up => "up.sql",
        Side::Down => "down.sql",
    };
    Finding {
        rule: hit.rule.clone(),
        severity: hit.severity,
        file: format!("{folder}/{file}"),
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

//! The rules that squawk lacks.

mod columns;
mod comments;
mod down;
mod filters;
mod naming;
mod rewrites;
mod schemas;
mod settings;

use squawk_syntax::SyntaxNode;

use super::sql::{Sql, start};
use super::{Hit, Pair, Severity, Side};

/// A rule of ours.
struct Rule {
    /// Its name, in comments and in the configuration.
    name: &'static str,
    /// What it finds.
    finds: &'static str,
    severity: Severity,
    /// What to do instead of what breaks it.
    safe_way: &'static str,
    check: fn(&Pair<'_>) -> Vec<Spot>,
}

/// Where a rule is broken, and how.
struct Spot {
    side: Side,
    offset: usize,
    message: String,
}

impl Spot {
    fn up(node: &SyntaxNode, message: impl Into<String>) -> Self {
        Self { side: Side::Up, offset: start(node), message: message.into() }
    }
}

static RULES: &[&[Rule]] = &[
    &down::RULES,
    &comments::RULES,
    &naming::RULES,
    &schemas::RULES,
    &filters::RULES,
    &columns::RULES,
    &rewrites::RULES,
    &settings::RULES,
];

fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

/// A rule that squawk lacks, for people to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnRule {
    /// Its name, in comments and in the configuration.
    pub name: &'static str,
    /// What it finds.
    pub finds: &'static str,
    /// How bad what it finds is.
    pub severity: Severity,
}

/// The rules that squawk lacks.
pub fn own_rules() -> impl Iterator<Item = OwnRule> {
    all().map(|rule| OwnRule { name: rule.name, finds: rule.finds, severity: rule.severity })
}

/// Whether one of ours has this name.
pub(super) fn is_one(name: &str) -> bool {
    all().any(|rule| rule.name == name)
}

/// What breaks our rules.
pub(super) fn check(pair: &Pair<'_>) -> Vec<Hit> {
    let hits = all().flat_map(|rule| {
        (rule.check)(pair).into_iter().map(|spot| Hit {
            rule: rule.name.to_owned(),
            severity: rule.severity,
            side: spot.side,
            offset: spot.offset,
            message: spot.message,
            safe_way: rule.safe_way.to_owned(),
        })
    });
    hits.collect()
}

/// The spots of both files, from a check of one.
fn on_both(pair: &Pair<'_>, check: impl Fn(&Sql<'_>) -> Vec<(usize, String)>) -> Vec<Spot> {
    let spots = pair.sides().flat_map(|(side, sql)| {
        check(sql).into_iter().map(move |(offset, message)| Spot { side, offset, message })
    });
    spots.collect()
}

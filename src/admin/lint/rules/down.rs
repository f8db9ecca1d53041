use std::collections::{BTreeMap, BTreeSet};

use squawk_syntax::SyntaxKind;
use squawk_syntax::ast::{AstNode, Stmt};

use super::{Rule, Spot};
use crate::admin::lint::changes::{Change, changes};
use crate::admin::lint::names::{as_stored, child_name, tables, words};
use crate::admin::lint::sql::Sql;
use crate::admin::lint::{Pair, Severity, Side};

pub(super) static RULES: [Rule; 3] = [
    Rule {
        name: "missing-down",
        finds: "no down.sql",
        severity: Severity::Error,
        safe_way: "write a down.sql that undoes up.sql; where nothing can, say so in up.sql with the reason: \
                   -- squawk-ignore-file missing-down",
        check: missing,
    },
    Rule {
        name: "empty-down",
        finds: "a down.sql without a statement",
        severity: Severity::Error,
        safe_way: "undo there what up.sql does; where there is nothing to undo, say so in down.sql with the reason: \
                   -- squawk-ignore-file empty-down",
        check: empty,
    },
    Rule {
        name: "incomplete-down",
        finds: "something made or dropped that down.sql doesn't mention",
        severity: Severity::Error,
        safe_way: "undo it in down.sql, in the opposite order: drop what was made, make again what was dropped",
        check: incomplete,
    },
];

fn missing(pair: &Pair<'_>) -> Vec<Spot> {
    let spot = || Spot {
        side: Side::Up,
        offset: 0,
        message: "There is no down.sql: it can't be reverted.".to_owned(),
    };
    pair.down.is_none().then(spot).into_iter().collect()
}

fn empty(pair: &Pair<'_>) -> Vec<Spot> {
    let is_empty = pair.down.as_ref().is_some_and(|down| down.statements().next().is_none());
    let message =
        "down.sql does nothing: reverting would change the history and leave the tables.".to_owned();
    is_empty.then_some(Spot { side: Side::Down, offset: 0, message }).into_iter().collect()
}

fn incomplete(pair: &Pair<'_>) -> Vec<Spot> {
    let Some(down) = pair.down.as_ref().filter(|down| down.statements().next().is_some()) else {
        return Vec::new();
    };
    let (mentioned, dropped) = (mentioned(down), dropped_tables(down));
    let cascades = down.root().descendants().any(|node| node.kind() == SyntaxKind::CASCADE);
    let owners = owners(&pair.up);
    let owner = |change: &Change| change.table.clone().or_else(|| owners.get(&change.name).cloned());
    let goes_by_itself = |change: &Change| match &owner(change) {
        Some(table) => {
            (cascades && change.is_made) || dropped.contains(table) || pair.created.contains(table)
        }
        None => false,
    };
    let changes = pair.up.statements().flat_map(|stmt| changes(&stmt));
    let undone = |change: &Change| mentioned.contains(&change.name) || goes_by_itself(change);
    let left = changes.filter(|change| !undone(change));
    left.map(|change| Spot::up(&change.node, format!("down.sql says nothing of {change}."))).collect()
}

/// Every word of a script, those within its strings and bodies too.
fn mentioned(sql: &Sql<'_>) -> BTreeSet<String> {
    let root = sql.root();
    let split = |text: &str| {
        let parts =
            text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).map(str::to_lowercase);
        parts.collect::<Vec<_>>()
    };
    words(&root).flat_map(|token| [split(token.text()), vec![as_stored(token.text())]].concat()).collect()
}

/// The tables that sequences go with: `OWNED BY table.column`.
fn owners(sql: &Sql<'_>) -> BTreeMap<String, String> {
    let owned = sql.statements().filter_map(|stmt| {
        let node = stmt.syntax();
        let by = node.descendants().find(|node| node.kind() == SyntaxKind::OPTION_OWNED_BY)?;
        let sequence =
            child_name(node, SyntaxKind::SEQUENCE_REF).or_else(|| child_name(node, SyntaxKind::SEQUENCE))?;
        let [.., table, _dot, _column] = &words(&by).collect::<Vec<_>>()[..] else { return None };
        Some((sequence, as_stored(table.text())))
    });
    owned.collect()
}

fn dropped_tables(sql: &Sql<'_>) -> BTreeSet<String> {
    sql.statements()
        .filter(|stmt| matches!(stmt, Stmt::DropTable(_)))
        .flat_map(|stmt| tables(&stmt))
        .collect()
}

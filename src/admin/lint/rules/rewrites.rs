use squawk_syntax::ast::{AlterTableAction, AstNode, Stmt};

use super::{Rule, Spot};
use crate::admin::lint::names::tables;
use crate::admin::lint::{Pair, Severity};

pub(super) static RULES: [Rule; 2] = [
    Rule {
        name: "rewriting-table",
        finds: "SET LOGGED, UNLOGGED, TABLESPACE or ACCESS METHOD",
        severity: Severity::Error,
        safe_way: "make a new table that is stored so, copy the rows in batches, and let them change places; or do it \
                   while nobody works",
        check: rewritten,
    },
    Rule {
        name: "require-concurrent-refresh",
        finds: "REFRESH MATERIALIZED VIEW without CONCURRENTLY",
        severity: Severity::Error,
        safe_way: "give the view a unique index on its columns, once; then REFRESH MATERIALIZED VIEW CONCURRENTLY",
        check: refreshed,
    },
];

fn rewritten(pair: &Pair<'_>) -> Vec<Spot> {
    let live =
        pair.up.statements().filter(|stmt| !tables(stmt).iter().any(|table| pair.created.contains(table)));
    let actions = live.flat_map(|stmt| match stmt {
        Stmt::AlterTable(alter) => alter.actions().collect(),
        _ => Vec::new(),
    });
    let rewriting = actions.filter(|action| {
        matches!(
            action,
            AlterTableAction::SetLogged(_)
                | AlterTableAction::SetUnlogged(_)
                | AlterTableAction::SetTablespace(_)
                | AlterTableAction::SetAccessMethod(_)
        )
    });
    let message = "This writes the whole table anew, and nobody can read it meanwhile.";
    rewriting.map(|action| Spot::up(action.syntax(), message)).collect()
}

fn refreshed(pair: &Pair<'_>) -> Vec<Spot> {
    let blocking = pair.up.statements().filter(|stmt| match stmt {
        Stmt::Refresh(refresh) => refresh.concurrently_token().is_none(),
        _ => false,
    });
    let message = "Nobody can read the materialized view while it is filled.";
    blocking.map(|stmt| Spot::up(stmt.syntax(), message)).collect()
}

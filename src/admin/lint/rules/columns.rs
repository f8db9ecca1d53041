use squawk_syntax::SyntaxKind;
use squawk_syntax::ast::{AddColumn, AlterTableAction, AstNode, Stmt};

use super::{Rule, Spot};
use crate::admin::lint::names::{name, tables};
use crate::admin::lint::{Pair, Severity};

pub(super) static RULES: [Rule; 2] = [
    Rule {
        name: "identity-added-later",
        finds: "an identity or serial column added to a table that is in use",
        severity: Severity::Error,
        safe_way: "give the table its identity when it is made. Later: an ordinary column that is filled in batches, \
                   then a sequence owned by it as its DEFAULT",
        check: identity,
    },
    Rule {
        name: "adding-column-with-check",
        finds: "a column added with a CHECK, which reads the whole table",
        severity: Severity::Error,
        safe_way: "ADD COLUMN without it; ADD CONSTRAINT … CHECK … NOT VALID; VALIDATE CONSTRAINT in the next migration",
        check: checked,
    },
];

/// Columns that are added to tables which others use.
fn added(pair: &Pair<'_>) -> Vec<AddColumn> {
    let live =
        pair.up.statements().filter(|stmt| !tables(stmt).iter().any(|table| pair.created.contains(table)));
    let actions = live.flat_map(|stmt| match stmt {
        Stmt::AlterTable(alter) => alter.actions().collect(),
        _ => Vec::new(),
    });
    let columns = actions.filter_map(|action| match action {
        AlterTableAction::AddColumn(add) => Some(add),
        _ => None,
    });
    columns.collect()
}

fn identity(pair: &Pair<'_>) -> Vec<Spot> {
    let numbered = added(pair).into_iter().filter(|column| {
        let serial = column.ty().is_some_and(|ty| {
            ["serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"]
                .contains(&&*name(ty.syntax()))
        });
        serial || column.syntax().descendants().any(|node| node.kind() == SyntaxKind::GENERATED_IDENTITY)
    });
    let message = "Numbering rows that are there rewrites the table under an ACCESS EXCLUSIVE lock, and copies of the \
                   database number them differently.";
    numbered.map(|column| Spot::up(column.syntax(), message)).collect()
}

fn checked(pair: &Pair<'_>) -> Vec<Spot> {
    let checks = added(pair).into_iter().flat_map(|column| column.syntax().children().collect::<Vec<_>>());
    let checks = checks.filter(|node| node.kind() == SyntaxKind::CHECK_CONSTRAINT);
    let message = "A column that comes with a CHECK has the whole table read under an ACCESS EXCLUSIVE lock.";
    checks.map(|node| Spot::up(&node, message)).collect()
}

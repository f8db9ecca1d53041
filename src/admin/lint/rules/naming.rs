use squawk_syntax::ast::{AstNode, Stmt};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{Rule, Spot};
use crate::admin::lint::names::child;
use crate::admin::lint::{Pair, Severity};

pub(super) static RULES: [Rule; 2] = [
    Rule {
        name: "unnamed-constraint",
        finds: "a constraint whose name PostgreSQL makes up",
        severity: Severity::Warning,
        safe_way: "CONSTRAINT table_column_key before it: programs know a violated rule by this name, and down.sql \
                   can drop it",
        check: constraints,
    },
    Rule {
        name: "unnamed-index",
        finds: "an index whose name PostgreSQL makes up",
        severity: Severity::Warning,
        safe_way: "CREATE INDEX table_column_idx ON …: a name that PostgreSQL makes up may differ between databases",
        check: indexes,
    },
];

fn constraints(pair: &Pair<'_>) -> Vec<Spot> {
    let on_tables =
        pair.up.statements().filter(|stmt| matches!(stmt, Stmt::CreateTable(_) | Stmt::AlterTable(_)));
    let nodes = on_tables.flat_map(|stmt| stmt.syntax().descendants().collect::<Vec<_>>());
    let unnamed =
        nodes.filter_map(|node| Some((kind(node.kind())?, node))).filter(|(_, node)| !is_named(node));
    unnamed.map(|(kind, node)| Spot::up(&node, format!("A {kind} constraint has no name."))).collect()
}

fn kind(kind: SyntaxKind) -> Option<&'static str> {
    Some(match kind {
        SyntaxKind::CHECK_CONSTRAINT => "CHECK",
        SyntaxKind::EXCLUDE_CONSTRAINT => "EXCLUDE",
        SyntaxKind::FOREIGN_KEY_CONSTRAINT | SyntaxKind::REFERENCES_CONSTRAINT => "FOREIGN KEY",
        SyntaxKind::PRIMARY_KEY_CONSTRAINT => "PRIMARY KEY",
        SyntaxKind::UNIQUE_CONSTRAINT => "UNIQUE",
        _ => return None,
    })
}

/// One that is made of an index takes the index's name.
fn is_named(constraint: &SyntaxNode) -> bool {
    child(constraint, &[SyntaxKind::CONSTRAINT_NAME_CLAUSE, SyntaxKind::USING_INDEX_NAME]).is_some()
}

fn indexes(pair: &Pair<'_>) -> Vec<Spot> {
    let unnamed = pair.up.statements().filter(|stmt| match stmt {
        Stmt::CreateIndex(create) => create.index().is_none(),
        _ => false,
    });
    unnamed.map(|stmt| Spot::up(stmt.syntax(), "An index has no name.")).collect()
}

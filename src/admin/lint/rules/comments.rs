use std::collections::BTreeSet;

use squawk_syntax::ast::{AlterTableAction, AstNode, CommentObject, CreateTable, Stmt};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{Rule, Spot};
use crate::admin::lint::names::{as_stored, child_name, name, tables, words};
use crate::admin::lint::{Pair, Severity};

pub(super) static RULES: [Rule; 1] = [Rule {
    name: "missing-comment",
    finds: "a new table, column or function without COMMENT ON",
    severity: Severity::Warning,
    safe_way: "COMMENT ON TABLE, COLUMN or FUNCTION … IS '…' in the same migration: it becomes the documentation of \
               Diesel's schema.rs, and psql shows it",
    check,
}];

fn check(pair: &Pair<'_>) -> Vec<Spot> {
    let statements: Vec<_> = pair.up.statements().collect();
    let commented: BTreeSet<_> = statements.iter().filter_map(commented).collect();
    statements.iter().flat_map(|stmt| uncommented(stmt, &commented)).collect()
}

/// What a comment is on: `table users`, `column users.id`.
fn commented(stmt: &Stmt) -> Option<String> {
    let Stmt::CommentOn(comment) = stmt else { return None };
    let object = comment.comment_object()?;
    match &object {
        CommentObject::ObjectTable(_) => Some(table(&name(object.syntax()))),
        CommentObject::ObjectColumn(_) => {
            let parts: Vec<_> =
                words(object.syntax()).filter(|word| word.kind() != SyntaxKind::DOT).collect();
            let [.., on, column] = &parts[..] else { return None };
            Some(self::column(&as_stored(on.text()), &as_stored(column.text())))
        }
        CommentObject::ObjectFunction(_) => {
            let named =
                object.syntax().descendants().find(|node| node.kind() == SyntaxKind::FUNCTION_NAME_REF)?;
            Some(function(&name(&named)))
        }
        _ => None,
    }
}

fn uncommented(stmt: &Stmt, commented: &BTreeSet<String>) -> Vec<Spot> {
    let made: Vec<(SyntaxNode, String)> = match stmt {
        // A partition's columns are its table's.
        Stmt::CreateTable(create) if create.partition_of().is_none() && create.persistence().is_none() => {
            table_and_columns(create)
        }
        Stmt::AlterTable(alter) => {
            let on = tables(stmt).pop().unwrap_or_default();
            let added = alter.actions().filter_map(|action| match action {
                AlterTableAction::AddColumn(add) => {
                    let name = child_name(add.syntax(), SyntaxKind::COLUMN_NAME)?;
                    Some((add.syntax().clone(), column(&on, &name)))
                }
                _ => None,
            });
            added.collect()
        }
        Stmt::CreateFunction(create) if create.or_replace().is_none() => {
            let named = child_name(create.syntax(), SyntaxKind::FUNCTION_NAME);
            named.map(|name| (create.syntax().clone(), function(&name))).into_iter().collect()
        }
        _ => Vec::new(),
    };
    let lacking = made.into_iter().filter(|(_, what)| !commented.contains(what));
    lacking.map(|(node, what)| Spot::up(&node, format!("The {what} has no comment."))).collect()
}

fn table_and_columns(create: &CreateTable) -> Vec<(SyntaxNode, String)> {
    let node = create.syntax();
    let Some(on) = child_name(node, SyntaxKind::TABLE_NAME) else { return Vec::new() };
    let columns = node.descendants().filter(|node| node.kind() == SyntaxKind::COLUMN);
    let named = columns.filter_map(|node| {
        let name = child_name(&node, SyntaxKind::COLUMN_NAME)?;
        Some((node, column(&on, &name)))
    });
    [(node.clone(), table(&on))].into_iter().chain(named).collect()
}

fn table(name: &str) -> String {
    format!("table {name}")
}

fn column(table: &str, name: &str) -> String {
    format!("column {table}.{name}")
}

fn function(name: &str) -> String {
    format!("function {name}")
}

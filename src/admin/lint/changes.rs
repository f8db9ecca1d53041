use std::fmt;

use squawk_syntax::ast::{AlterTableAction, AstNode, Stmt};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::names::{child, child_name, name, tables};

/// Something that a statement makes or drops, which going back has to undo.
pub(crate) struct Change {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// The table that it hangs on and goes with.
    pub(crate) table: Option<String>,
    /// It is made; otherwise it is dropped or renamed.
    pub(crate) is_made: bool,
    pub(crate) node: SyntaxNode,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} {}", self.kind, self.name)?;
        let done = if self.is_made { "makes" } else { "drops or renames" };
        write!(f, " that up.sql {done}")
    }
}

/// What a statement makes and drops.
pub(crate) fn changes(stmt: &Stmt) -> Vec<Change> {
    let node = stmt.syntax();
    let table = || tables(stmt).into_iter().next();
    if let Stmt::AlterTable(alter) = stmt {
        return alter.actions().filter_map(|action| altered(&action, table())).collect();
    }
    if let Some((kind, named, hangs)) = made(node.kind()) {
        let change = |name| Change {
            kind,
            name,
            table: if hangs { table() } else { None },
            is_made: true,
            node: node.clone(),
        };
        return child_name(node, named).map(change).into_iter().collect();
    }
    let Some((kind, named)) = dropped(node.kind()) else { return Vec::new() };
    let dropped = node.descendants().filter(|node| node.kind() == named);
    dropped
        .map(|named| Change { kind, name: name(&named), table: None, is_made: false, node: node.clone() })
        .collect()
}

/// What a statement of this kind makes, the node that names it, and whether it hangs on a table.
fn made(kind: SyntaxKind) -> Option<(&'static str, SyntaxKind, bool)> {
    Some(match kind {
        SyntaxKind::CREATE_TABLE | SyntaxKind::CREATE_TABLE_AS => ("table", SyntaxKind::TABLE_NAME, false),
        SyntaxKind::CREATE_INDEX => ("index", SyntaxKind::INDEX, true),
        SyntaxKind::CREATE_TRIGGER => ("trigger", SyntaxKind::TRIGGER, true),
        SyntaxKind::CREATE_FUNCTION => ("function", SyntaxKind::FUNCTION_NAME, false),
        SyntaxKind::CREATE_PROCEDURE => ("procedure", SyntaxKind::PROCEDURE_NAME, false),
        SyntaxKind::CREATE_VIEW => ("view", SyntaxKind::VIEW, false),
        SyntaxKind::CREATE_MATERIALIZED_VIEW => ("materialized view", SyntaxKind::VIEW, false),
        SyntaxKind::CREATE_TYPE => ("type", SyntaxKind::TYPE_NAME, false),
        SyntaxKind::CREATE_DOMAIN => ("domain", SyntaxKind::DOMAIN, false),
        SyntaxKind::CREATE_SEQUENCE => ("sequence", SyntaxKind::SEQUENCE, false),
        SyntaxKind::CREATE_EXTENSION => ("extension", SyntaxKind::EXTENSION, false),
        _ => return None,
    })
}

/// What a statement of this kind drops, and the nodes that name it.
fn dropped(kind: SyntaxKind) -> Option<(&'static str, SyntaxKind)> {
    Some(match kind {
        SyntaxKind::DROP_TABLE => ("table", SyntaxKind::TABLE_NAME_REF),
        SyntaxKind::DROP_INDEX => ("index", SyntaxKind::INDEX_REF),
        SyntaxKind::DROP_TRIGGER => ("trigger", SyntaxKind::TRIGGER_REF),
        SyntaxKind::DROP_FUNCTION => ("function", SyntaxKind::FUNCTION_NAME_REF),
        SyntaxKind::DROP_PROCEDURE => ("procedure", SyntaxKind::PROCEDURE_NAME_REF),
        SyntaxKind::DROP_VIEW | SyntaxKind::DROP_MATERIALIZED_VIEW => ("view", SyntaxKind::VIEW_REF),
        SyntaxKind::DROP_TYPE => ("type", SyntaxKind::TYPE_NAME_REF),
        SyntaxKind::DROP_DOMAIN => ("domain", SyntaxKind::DOMAIN_REF),
        SyntaxKind::DROP_SEQUENCE => ("sequence", SyntaxKind::SEQUENCE_REF),
        _ => return None,
    })
}

fn altered(action: &AlterTableAction, table: Option<String>) -> Option<Change> {
    let node = action.syntax();
    let (kind, name, is_made) = match action {
        AlterTableAction::AddColumn(_) => ("column", child_name(node, SyntaxKind::COLUMN_NAME)?, true),
        AlterTableAction::AddConstraint(add) => {
            let constraint = add.constraint()?;
            let clause = child(constraint.syntax(), &[SyntaxKind::CONSTRAINT_NAME_CLAUSE])?;
            ("constraint", name(&clause), true)
        }
        AlterTableAction::DropColumn(_) | AlterTableAction::RenameColumn(_) => {
            ("column", child_name(node, SyntaxKind::COLUMN_NAME_REF)?, false)
        }
        AlterTableAction::DropConstraint(_) | AlterTableAction::RenameConstraint(_) => {
            ("constraint", child_name(node, SyntaxKind::CONSTRAINT_NAME_REF)?, false)
        }
        AlterTableAction::TableRenameTo(_) => ("table", table.clone()?, false),
        _ => return None,
    };
    let hangs = kind != "table";
    Some(Change { kind, name, table: if hangs { table } else { None }, is_made, node: node.clone() })
}

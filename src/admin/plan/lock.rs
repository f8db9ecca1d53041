use std::fmt;

use serde::{Serialize, Serializer};
use squawk_syntax::ast::{AlterColumnOption, AlterTableAction, AstNode, Constraint, LockMode, Stmt};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::admin::lint::names::{child, child_name, name, tables};

/// PostgreSQL's locks on tables, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "their names are PostgreSQL's")]
pub enum Mode {
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

const NAMES: [(Mode, &str); 8] = [
    (Mode::AccessShare, "ACCESS SHARE"),
    (Mode::RowShare, "ROW SHARE"),
    (Mode::RowExclusive, "ROW EXCLUSIVE"),
    (Mode::ShareUpdateExclusive, "SHARE UPDATE EXCLUSIVE"),
    (Mode::Share, "SHARE"),
    (Mode::ShareRowExclusive, "SHARE ROW EXCLUSIVE"),
    (Mode::Exclusive, "EXCLUSIVE"),
    (Mode::AccessExclusive, "ACCESS EXCLUSIVE"),
];

impl Mode {
    /// The mode that `pg_locks` calls so: `AccessShareLock`.
    pub(super) fn of_catalog(word: &str) -> Option<Self> {
        let squeezed = word.strip_suffix("Lock")?.to_uppercase();
        NAMES.iter().find(|(_, name)| name.replace(' ', "") == squeezed).map(|(mode, _)| *mode)
    }

    /// What others have to wait for on the table meanwhile; `None` where it is for changes of its schema only.
    pub fn blocks(self) -> Option<&'static str> {
        match self {
            Self::AccessExclusive => Some("reads and writes"),
            Self::Exclusive | Self::ShareRowExclusive | Self::Share => Some("writes"),
            Self::ShareUpdateExclusive | Self::RowExclusive | Self::RowShare | Self::AccessShare => None,
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAMES.iter().find(|(mode, _)| mode == self).map_or("", |(_, name)| name))
    }
}

impl Serialize for Mode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A lock that a statement takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lock {
    /// How strong it is.
    pub mode: Mode,
    /// The table; for an index, whose table isn't told, "the table of" it.
    pub on: String,
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.mode, self.on)
    }
}

/// The locks of a statement by the documentation, as far as its text tells them.
pub(super) fn locks(stmt: &Stmt) -> Vec<Lock> {
    let own = mode(stmt).map(|mode| tables(stmt).into_iter().map(move |on| Lock { mode, on }));
    let others = referenced(stmt.syntax()).into_iter().filter(|_| makes_keys(stmt));
    let others = others.map(|on| Lock { mode: Mode::ShareRowExclusive, on });
    own.into_iter().flatten().chain(others).chain(of_indexes(stmt)).chain(commented(stmt)).collect()
}

fn mode(stmt: &Stmt) -> Option<Mode> {
    Some(match stmt {
        Stmt::AlterTable(alter) => alter.actions().map(|action| altering(&action)).max()?,
        Stmt::CreateIndex(create) if create.concurrently_token().is_some() => Mode::ShareUpdateExclusive,
        Stmt::CreateIndex(_) => Mode::Share,
        Stmt::CreateTrigger(_) => Mode::ShareRowExclusive,
        Stmt::DropTrigger(_)
        | Stmt::DropTable(_)
        | Stmt::Truncate(_)
        | Stmt::CreateRule(_)
        | Stmt::CreatePolicy(_) => Mode::AccessExclusive,
        Stmt::Lock(lock) => {
            let asked = lock.lock_mode_clause().and_then(|clause| clause.lock_mode());
            asked.map_or(Mode::AccessExclusive, |mode| explicit(&mode))
        }
        Stmt::Insert(_) | Stmt::Update(_) | Stmt::Delete(_) | Stmt::Merge(_) => Mode::RowExclusive,
        _ => return None,
    })
}

fn altering(action: &AlterTableAction) -> Mode {
    match action {
        AlterTableAction::ClusterOn(_)
        | AlterTableAction::SetWithoutCluster(_)
        | AlterTableAction::SetOptions(_)
        | AlterTableAction::ResetOptions(_)
        | AlterTableAction::AttachPartition(_)
        | AlterTableAction::ValidateConstraint(_) => Mode::ShareUpdateExclusive,
        AlterTableAction::AlterColumn(alter) => match alter.option() {
            Some(
                AlterColumnOption::SetStatistics(_)
                | AlterColumnOption::SetOptions(_)
                | AlterColumnOption::ResetOptions(_),
            ) => Mode::ShareUpdateExclusive,
            _ => Mode::AccessExclusive,
        },
        AlterTableAction::AddConstraint(add)
            if matches!(add.constraint(), Some(Constraint::ForeignKeyConstraint(_))) =>
        {
            Mode::ShareRowExclusive
        }
        AlterTableAction::EnableTrigger(_)
        | AlterTableAction::DisableTrigger(_)
        | AlterTableAction::EnableAlwaysTrigger(_)
        | AlterTableAction::EnableReplicaTrigger(_) => Mode::ShareRowExclusive,
        _ => Mode::AccessExclusive,
    }
}

fn explicit(mode: &LockMode) -> Mode {
    match mode {
        LockMode::AccessExclusive(_) => Mode::AccessExclusive,
        LockMode::AccessShare(_) => Mode::AccessShare,
        LockMode::Exclusive(_) => Mode::Exclusive,
        LockMode::RowExclusive(_) => Mode::RowExclusive,
        LockMode::RowShare(_) => Mode::RowShare,
        LockMode::Share(_) => Mode::Share,
        LockMode::ShareRowExclusive(_) => Mode::ShareRowExclusive,
        LockMode::ShareUpdateExclusive(_) => Mode::ShareUpdateExclusive,
    }
}

fn makes_keys(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::CreateTable(_) | Stmt::AlterTable(_))
}

/// The tables that new foreign keys refer to: those are locked too.
fn referenced(node: &SyntaxNode) -> Vec<String> {
    let kinds = [SyntaxKind::REFERENCES_CONSTRAINT, SyntaxKind::FOREIGN_KEY_CONSTRAINT];
    let keys = node.descendants().filter(|node| kinds.contains(&node.kind()));
    let mut on: Vec<_> = keys.filter_map(|key| child_name(&key, SyntaxKind::TABLE_NAME_REF)).collect();
    on.sort();
    on.dedup();
    on
}

fn of_indexes(stmt: &Stmt) -> Vec<Lock> {
    let Stmt::DropIndex(drop) = stmt else { return Vec::new() };
    let is_concurrent = drop.concurrently_token().is_some();
    let mode = if is_concurrent { Mode::ShareUpdateExclusive } else { Mode::AccessExclusive };
    let on = drop.index_refs().map(|index| format!("the table of {}", name(index.syntax())));
    on.map(|on| Lock { mode, on }).collect()
}

fn commented(stmt: &Stmt) -> Option<Lock> {
    let Stmt::CommentOn(comment) = stmt else { return None };
    let object = comment.comment_object()?;
    let path = child(object.syntax(), &[SyntaxKind::TABLE_NAME_REF, SyntaxKind::QUALIFIED_COLUMN_NAME_REF])?;
    let column_of = || path.first_child().and_then(|path| path.first_child()).map(|table| name(&table));
    let on = if path.kind() == SyntaxKind::TABLE_NAME_REF { Some(name(&path)) } else { column_of() };
    Some(Lock { mode: Mode::ShareUpdateExclusive, on: on? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::lint::sql::Sql;

    #[test]
    fn knows_the_locks_of_statements() {
        for (sql, expected) in [
            ("ALTER TABLE a ADD COLUMN b TEXT", &["ACCESS EXCLUSIVE on a"][..]),
            ("ALTER TABLE a VALIDATE CONSTRAINT c", &["SHARE UPDATE EXCLUSIVE on a"]),
            ("ALTER TABLE a VALIDATE CONSTRAINT c, DROP COLUMN b", &["ACCESS EXCLUSIVE on a"]),
            (
                "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id)",
                &["SHARE ROW EXCLUSIVE on a", "SHARE ROW EXCLUSIVE on d"],
            ),
            ("CREATE TABLE a (b BIGINT REFERENCES d, c BIGINT REFERENCES d)", &["SHARE ROW EXCLUSIVE on d"]),
            ("CREATE INDEX i ON a (b)", &["SHARE on a"]),
            ("CREATE INDEX CONCURRENTLY i ON a (b)", &["SHARE UPDATE EXCLUSIVE on a"]),
            ("DROP INDEX i", &["ACCESS EXCLUSIVE on the table of i"]),
            ("CREATE TRIGGER g BEFORE INSERT ON a EXECUTE FUNCTION f()", &["SHARE ROW EXCLUSIVE on a"]),
            (
                "LOCK TABLE a, b IN SHARE ROW EXCLUSIVE MODE",
                &["SHARE ROW EXCLUSIVE on a", "SHARE ROW EXCLUSIVE on b"],
            ),
            ("LOCK a", &["ACCESS EXCLUSIVE on a"]),
            ("UPDATE a SET b = 1", &["ROW EXCLUSIVE on a"]),
            ("COMMENT ON TABLE a IS ''", &["SHARE UPDATE EXCLUSIVE on a"]),
            ("COMMENT ON COLUMN s.a.b IS ''", &["SHARE UPDATE EXCLUSIVE on a"]),
            ("CREATE FUNCTION f() RETURNS TEXT LANGUAGE sql AS ''", &[]),
        ] {
            let parsed = Sql::new(sql);
            let found = locks(&parsed.statements().next().unwrap());
            assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{sql}");
        }
    }

    #[test]
    fn reads_the_catalogs_words() {
        assert_eq!(Mode::of_catalog("ShareRowExclusiveLock"), Some(Mode::ShareRowExclusive));
        assert_eq!(Mode::of_catalog("SIReadLock"), None);
        assert!(Mode::AccessExclusive > Mode::Exclusive);
    }
}

use squawk_syntax::ast::{AlterTableAction, AstNode, Stmt};
use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use crate::admin::lint::names::{child_name, name, tables, words};

/// What a statement does, in the words of SQL: `create table users`, `add column users.deleted_at`.
pub(super) fn describe(stmt: &Stmt) -> String {
    match stmt {
        Stmt::AlterTable(alter) => {
            let table = tables(stmt).into_iter().next().unwrap_or_default();
            let actions = alter.actions().map(|action| altering(&action, &table));
            actions.collect::<Vec<_>>().join(", ")
        }
        Stmt::CreateIndex(_) | Stmt::CreateTrigger(_) | Stmt::DropTrigger(_) => {
            let made = beginning(stmt.syntax());
            format!("{} on {}", made.split(" on").next().unwrap_or(&made), tables(stmt).join(", "))
        }
        Stmt::DropTable(_) | Stmt::Lock(_) | Stmt::Truncate(_) => {
            let verb = keywords(stmt.syntax());
            format!("{verb} {}", tables(stmt).join(", "))
        }
        Stmt::Set(_) => whole(stmt.syntax()),
        _ => beginning(stmt.syntax()),
    }
}

fn altering(action: &AlterTableAction, table: &str) -> String {
    let node = action.syntax();
    let column = || {
        let named = child_name(node, SyntaxKind::COLUMN_NAME_REF)
            .or_else(|| child_name(node, SyntaxKind::COLUMN_NAME));
        named.unwrap_or_default()
    };
    match action {
        AlterTableAction::AddColumn(_) => format!("add column {table}.{}", column()),
        AlterTableAction::DropColumn(_) => format!("drop column {table}.{}", column()),
        AlterTableAction::RenameColumn(_) => {
            let new = child_name(node, SyntaxKind::COLUMN_NAME).unwrap_or_default();
            format!("rename column {table}.{} to {new}", column())
        }
        AlterTableAction::AlterColumn(alter) => {
            let option = alter.option().map(|option| keywords(option.syntax())).unwrap_or_default();
            format!("alter column {table}.{} {option}", column())
        }
        AlterTableAction::AddConstraint(add) => {
            let clause = node.descendants().find(|node| node.kind() == SyntaxKind::CONSTRAINT_NAME_CLAUSE);
            let named = clause.map_or("without a name".to_owned(), |clause| name(&clause));
            let unchecked = add.constraint().is_some_and(|constraint| constraint.is_not_valid());
            format!("add constraint {named} to {table}{}", if unchecked { ", not valid yet" } else { "" })
        }
        _ => format!("alter table {table} {}", beginning(node)),
    }
}

/// A statement up to the first name in it.
fn beginning(node: &SyntaxNode) -> String {
    let mut told = Vec::new();
    for element in node.descendants_with_tokens() {
        match element {
            SyntaxElement::Node(inner) if is_name(inner.kind()) => {
                told.push(whole(&inner));
                break;
            }
            SyntaxElement::Token(token) if !token.kind().is_trivia() => {
                let is_word = token.text().chars().all(|c| c.is_alphanumeric() || c == '_');
                if !is_word {
                    break;
                }
                let is_name = token.kind() == SyntaxKind::IDENT;
                told.push(if is_name { token.text().to_owned() } else { token.text().to_lowercase() });
                if is_name {
                    break;
                }
            }
            _ => {}
        }
    }
    told.join(" ")
}

fn is_name(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::PATH | SyntaxKind::PATH_REF)
}

/// The words of SQL that a node itself begins with.
fn keywords(node: &SyntaxNode) -> String {
    let own = node.children_with_tokens().filter(|element| !element.kind().is_trivia());
    let tokens =
        own.map_while(SyntaxElement::into_token).filter(|token| token.kind() != SyntaxKind::SEMICOLON);
    tokens.map(|token| token.text().to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// All of a node in one line, without comments and the semicolon.
fn whole(node: &SyntaxNode) -> String {
    let mut told = String::new();
    let mut end = None;
    for word in words(node).filter(|word| word.kind() != SyntaxKind::SEMICOLON) {
        if end.is_some_and(|end| end != word.text_range().start()) {
            told.push(' ');
        }
        let is_keyword = word.kind() != SyntaxKind::IDENT && word.text().chars().all(char::is_alphabetic);
        told.push_str(&if is_keyword { word.text().to_lowercase() } else { word.text().to_owned() });
        end = Some(word.text_range().end());
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::lint::sql::Sql;

    #[test]
    fn tells_what_a_statement_does() {
        for (sql, expected) in [
            ("CREATE TABLE IF NOT EXISTS shop.users (id BIGINT)", "create table if not exists shop.users"),
            (
                "-- why\nCREATE UNIQUE INDEX CONCURRENTLY i ON users (id)",
                "create unique index concurrently i on users",
            ),
            ("CREATE INDEX ON users (id)", "create index on users"),
            ("CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()", "create trigger g on t"),
            (
                "CREATE OR REPLACE FUNCTION f(a BIGINT) RETURNS TEXT LANGUAGE sql AS ''",
                "create or replace function f",
            ),
            ("ALTER TABLE t ADD COLUMN a TEXT, DROP COLUMN b", "add column t.a, drop column t.b"),
            ("ALTER TABLE t RENAME COLUMN a TO b", "rename column t.a to b"),
            ("ALTER TABLE t ALTER COLUMN a SET NOT NULL", "alter column t.a set not null"),
            (
                "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
                "add constraint c to t, not valid yet",
            ),
            ("ALTER TABLE t VALIDATE CONSTRAINT c", "alter table t validate constraint c"),
            ("ALTER TABLE t RENAME TO u", "alter table t rename to u"),
            ("COMMENT ON COLUMN t.a IS 'x'", "comment on column t.a"),
            ("LOCK TABLE a, b IN SHARE MODE", "lock table a, b"),
            ("DROP TABLE a, b", "drop table a, b"),
            ("SET LOCAL lock_timeout = '5s'", "set local lock_timeout = '5s'"),
            ("UPDATE t SET a = 1", "update t"),
            ("INSERT INTO t VALUES (1)", "insert into t"),
            ("SELECT set_config('a', 'b', true)", "select set_config"),
            ("DO $$ BEGIN END $$", "do"),
            ("GRANT SELECT ON t TO u", "grant select on t"),
        ] {
            let parsed = Sql::new(sql);
            assert_eq!(describe(&parsed.statements().next().unwrap()), expected, "{sql}");
        }
    }
}

use std::collections::BTreeSet;

use squawk_syntax::ast::{AstNode, Stmt};
use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};

use super::sql::Sql;

/// The name that a node ends in, as the catalog has it: without its schema, its quotes, and capitals that don't count.
pub(crate) fn name(node: &SyntaxNode) -> String {
    words(node).last().map(|token| as_stored(token.text())).unwrap_or_default()
}

/// A node's tokens, spaces and comments left out.
pub(crate) fn words(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    let tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    tokens.filter(|token| !token.kind().is_trivia())
}

/// An identifier as the catalog has it.
pub(crate) fn as_stored(identifier: &str) -> String {
    match identifier.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => identifier.to_lowercase(),
    }
}

/// The first child of one of these kinds.
pub(crate) fn child(node: &SyntaxNode, kinds: &[SyntaxKind]) -> Option<SyntaxNode> {
    node.children().find(|child| kinds.contains(&child.kind()))
}

/// The name of the first child of this kind.
pub(crate) fn child_name(node: &SyntaxNode, kind: SyntaxKind) -> Option<String> {
    child(node, &[kind]).map(|child| name(&child))
}

/// The tables that are named as what a statement works on: `ON users`, `ALTER TABLE users`, `LOCK a, b`.
pub(crate) fn tables(stmt: &Stmt) -> Vec<String> {
    let here = stmt.syntax().children().filter(|child| {
        use SyntaxKind::{
            ON_RELATION, ON_TABLE, RELATION_LIST, RELATION_NAME, RELATION_NAME_REF, TABLE_LIST,
            TABLE_NAME_REF, TABLE_RELATION_NAME,
        };
        let kinds = [
            ON_RELATION,
            ON_TABLE,
            RELATION_LIST,
            RELATION_NAME,
            RELATION_NAME_REF,
            TABLE_LIST,
            TABLE_NAME_REF,
            TABLE_RELATION_NAME,
        ];
        kinds.contains(&child.kind())
    });
    let refs = here.flat_map(|child| child.descendants().filter(|node| is_table_ref(node.kind())));
    refs.map(|node| name(&node)).collect()
}

fn is_table_ref(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::TABLE_NAME_REF | SyntaxKind::RELATION_NAME_REF)
}

/// The tables that a script makes.
pub(crate) fn created_tables(sql: &Sql<'_>) -> BTreeSet<String> {
    sql.statements().filter_map(|stmt| created_table(&stmt)).collect()
}

/// The table that a statement makes.
pub(crate) fn created_table(stmt: &Stmt) -> Option<String> {
    let node = stmt.syntax();
    match stmt {
        Stmt::CreateTable(_) | Stmt::CreateTableAs(_) | Stmt::CreateForeignTable(_) => {
            child_name(node, SyntaxKind::TABLE_NAME)
        }
        Stmt::SelectInto(into) => child_name(into.into_clause()?.syntax(), SyntaxKind::TABLE_NAME),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(sql: &str) -> Stmt {
        Sql::new(sql).statements().next().unwrap()
    }

    #[test]
    fn knows_what_a_statement_works_on() {
        for (sql, expected) in [
            ("ALTER TABLE ONLY shop.\"My\"\"T\" DROP COLUMN c", &["My\"T"][..]),
            ("CREATE INDEX i ON Users (id)", &["users"]),
            ("CREATE TRIGGER g BEFORE INSERT ON users EXECUTE FUNCTION f()", &["users"]),
            ("LOCK TABLE a, b IN SHARE MODE", &["a", "b"]),
            ("TRUNCATE a, b", &["a", "b"]),
            ("UPDATE a SET x = 1 FROM b", &["a"]),
            ("DELETE FROM a", &["a"]),
            ("INSERT INTO a SELECT * FROM b", &["a"]),
            ("DROP TABLE a, b", &["a", "b"]),
            ("SELECT 1", &[]),
        ] {
            assert_eq!(tables(&first(sql)), expected, "{sql}");
        }
    }

    #[test]
    fn knows_the_tables_it_makes() {
        let sql = Sql::new(
            "CREATE TABLE a (); CREATE TABLE b AS SELECT 1; SELECT 1 INTO c; CREATE VIEW d AS SELECT 1",
        );
        assert_eq!(created_tables(&sql).into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}

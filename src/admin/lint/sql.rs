use squawk_syntax::ast::{AstNode, Stmt};
use squawk_syntax::{Parse, SourceFile, SyntaxElement, SyntaxNode};

/// A text of SQL and its syntax tree.
pub(crate) struct Sql<'t> {
    pub(crate) text: &'t str,
    parse: Parse<SourceFile>,
}

impl<'t> Sql<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, parse: SourceFile::parse(text) }
    }

    pub(crate) fn parse(&self) -> &Parse<SourceFile> {
        &self.parse
    }

    pub(crate) fn root(&self) -> SyntaxNode {
        self.parse.syntax_node()
    }

    pub(crate) fn statements(&self) -> impl Iterator<Item = Stmt> {
        let is_one = |stmt: &Stmt| !matches!(stmt, Stmt::EmptyStmt(_));
        self.parse.tree().stmts().filter(is_one)
    }

    /// The statement that stands at this byte.
    pub(crate) fn statement_at(&self, offset: usize) -> Option<Stmt> {
        self.statements().find(|stmt| {
            let range = stmt.syntax().text_range();
            (usize::from(range.start())..usize::from(range.end())).contains(&offset)
        })
    }

    /// Where it can't be parsed, and why.
    pub(crate) fn errors(&self) -> Vec<(usize, String)> {
        let told = |error: &squawk_syntax::syntax_error::SyntaxError| {
            (usize::from(error.range().start()), error.message().to_owned())
        };
        self.parse.errors().iter().map(told).collect()
    }

    /// The line of this byte, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.before(offset).matches('\n').count() + 1
    }

    /// The character of this byte in its line, from 1.
    pub(crate) fn column(&self, offset: usize) -> usize {
        let before = self.before(offset);
        let line = before.rsplit('\n').next().unwrap_or(before);
        line.chars().count() + 1
    }

    fn before(&self, offset: usize) -> &'t str {
        self.text.get(..offset).unwrap_or(self.text)
    }
}

/// The byte at which a node's own text begins, comments before it left out.
pub(crate) fn start(node: &SyntaxNode) -> usize {
    let first = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    let first = first.into_iter().find(|token| !token.kind().is_trivia());
    usize::from(first.map_or(node.text_range().start(), |token| token.text_range().start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_lines_and_characters() {
        let sql = Sql::new("SELECT 1;\n-- Größe\nSELECT 'ö', 2;;");
        let statements: Vec<_> = sql.statements().collect();
        assert_eq!(statements.len(), 2);
        let second = start(statements[1].syntax());
        assert_eq!((sql.line(second), sql.column(second)), (3, 1));
        let two = sql.text.rfind('2').unwrap();
        assert_eq!((sql.line(two), sql.column(two)), (3, 13));
        assert!(sql.statement_at(two).is_some());
        assert_eq!(sql.errors(), []);
        assert_eq!(Sql::new("SELECT 1;\nCREATE TABEL a ();").errors().len().min(1), 1);
    }
}

//! A migration's text as the statements it is made of, so that the one which fails is known.

use super::token::{Kind, Token, tokens};

/// One statement, without comments around it and without its semicolon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement<'sql> {
    /// Its text.
    pub(crate) text: &'sql str,
    /// Where it begins in the whole text, in bytes.
    pub(crate) start: usize,
}

/// Every statement of a text, in order.
pub(crate) fn statements(sql: &str) -> Vec<Statement<'_>> {
    let mut found = Vec::new();
    let mut reader = Reader::default();
    let mut current: Vec<Token> = Vec::new();
    for token in tokens(sql) {
        if token.is(sql, ";") && reader.is_outside() {
            found.extend(statement(sql, &current));
            current.clear();
            reader = Reader::default();
        } else {
            reader.read(token, sql);
            current.push(token);
        }
    }
    found.extend(statement(sql, &current));
    found
}

fn statement<'sql>(sql: &'sql str, tokens: &[Token]) -> Option<Statement<'sql>> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(Statement { text: &sql[first.start..last.end], start: first.start })
}

impl Statement<'_> {
    /// Its first keywords, in capitals.
    pub(super) fn keywords(&self, count: usize) -> Vec<String> {
        let words = tokens(self.text).into_iter().take(count);
        words.map(|token| token.text(self.text).to_ascii_uppercase()).collect()
    }

    /// Whether it only sets a parameter.
    pub(super) fn is_setting(&self) -> bool {
        self.keywords(1) == ["SET"]
    }

    /// Whether it begins or ends a transaction. Savepoints don't.
    pub(super) fn controls_transaction(&self) -> bool {
        let words = self.keywords(3);
        match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["ROLLBACK", "TO", ..] | ["ROLLBACK", "WORK" | "TRANSACTION", "TO"] => false,
            ["BEGIN" | "COMMIT" | "END" | "ABORT" | "ROLLBACK", ..]
            | ["START" | "PREPARE", "TRANSACTION", ..] => true,
            _ => false,
        }
    }
}

/// Knows when a semicolon is part of a statement: in brackets (`CREATE RULE … DO (a; b)`), and in the body of a
/// function that is written in plain SQL (`BEGIN ATOMIC … END`). The rules are psql's.
#[derive(Default)]
struct Reader {
    brackets: u32,
    /// How many BEGINs and CASEs of such a body are open.
    begun: u32,
    /// The first words, which tell whether a function is made.
    words: Vec<String>,
}

impl Reader {
    fn is_outside(&self) -> bool {
        self.brackets == 0 && self.begun == 0
    }

    fn read(&mut self, token: Token, sql: &str) {
        match token.text(sql) {
            "(" => self.brackets += 1,
            ")" => self.brackets = self.brackets.saturating_sub(1),
            word if token.kind == Kind::Word => self.read_word(&word.to_ascii_uppercase()),
            _ => {}
        }
    }

    fn read_word(&mut self, word: &str) {
        if self.words.len() < 4 {
            self.words.push(word.to_owned());
        }
        if self.brackets > 0 || !self.makes_function() {
            return;
        }
        match word {
            "BEGIN" => self.begun += 1,
            "CASE" if self.begun > 0 => self.begun += 1,
            "END" => self.begun = self.begun.saturating_sub(1),
            _ => {}
        }
    }

    fn makes_function(&self) -> bool {
        let words: Vec<_> = self.words.iter().map(String::as_str).collect();
        matches!(
            words[..],
            ["CREATE", "FUNCTION" | "PROCEDURE", ..]
                | ["CREATE", "OR", "REPLACE", "FUNCTION" | "PROCEDURE", ..]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str) -> Vec<&str> {
        statements(sql).into_iter().map(|statement| statement.text).collect()
    }

    #[test]
    fn splits_at_semicolons_that_end_a_statement() {
        assert_eq!(texts(" a ; -- x;\n b;; /* c; */ "), ["a", "b"]);
        assert_eq!(texts("-- nothing\n;"), [""; 0]);
        assert_eq!(texts("SELECT ';' ; SELECT $$;$$"), ["SELECT ';'", "SELECT $$;$$"]);
        let rule = "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)";
        assert_eq!(texts(&format!("{rule}; x")), [rule, "x"]);
    }

    #[test]
    fn keeps_the_body_of_a_function_together() {
        let body = "CREATE OR REPLACE FUNCTION f(begin INT) RETURNS INT\nBEGIN ATOMIC\n SELECT 1;\n \
                    SELECT CASE WHEN true THEN 1 END;\nEND";
        assert_eq!(texts(&format!("{body}; x")), [body, "x"]);
        let procedure = "create procedure p() begin atomic insert into t values (1); end";
        assert_eq!(texts(&format!("{procedure};x")), [procedure, "x"]);
        assert_eq!(texts("BEGIN; x; END; y"), ["BEGIN", "x", "END", "y"]);
    }

    #[test]
    fn tells_where_a_statement_begins() {
        let sql = "-- é\nSELECT 1;\n  SELECT 2";
        let starts: Vec<_> = statements(sql).iter().map(|statement| statement.start).collect();
        assert_eq!(starts, [6, 18]);
    }

    #[test]
    fn finds_what_would_end_the_transaction() {
        let controls = |sql: &str| statements(sql)[0].controls_transaction();
        for sql in
            ["begin", "COMMIT AND CHAIN", "End", "abort", "START TRANSACTION", "ROLLBACK", "rollback work"]
        {
            assert!(controls(sql), "{sql}");
        }
        for sql in
            ["SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK WORK TO a", "RELEASE a", "PREPARE p AS SELECT 1"]
        {
            assert!(!controls(sql), "{sql}");
        }
    }

    #[test]
    fn the_splitter_loses_nothing_of_our_own_migrations() {
        let migrations = super::super::Migrations::embedded().unwrap();
        let mut seen = 0;
        for file in migrations.files() {
            let all = statements(&file.up);
            assert!(all.len() > 2, "{}", file.name);
            assert!(all.iter().any(|statement| !statement.is_setting()), "{}", file.name);
            let between =
                all.windows(2).map(|pair| &file.up[pair[0].start + pair[0].text.len()..pair[1].start]);
            seen += between.inspect(|text| assert_eq!(tokens(text).len(), 1, "{text}")).count();
        }
        assert!(seen > 100);
    }
}

use squawk_linter::ignore::{IgnoreKind, ignore_rule_info};
use squawk_syntax::{SyntaxElement, SyntaxKind};

use super::sql::Sql;

/// What comments ask to be left alone, in squawk's form: `-- squawk-ignore RULE, RULE` in the line or the one above,
/// `-- squawk-ignore-file RULE` for the whole file.
pub(super) struct Ignores {
    entries: Vec<Entry>,
}

struct Entry {
    /// The comment's line; the whole file without one.
    line: Option<usize>,
    /// The rules' names; all of them when there is none.
    rules: Vec<String>,
}

impl Ignores {
    pub(super) fn new(sql: &Sql<'_>) -> Self {
        let tokens = sql.root().descendants_with_tokens().filter_map(SyntaxElement::into_token);
        let comments = tokens.filter(|token| token.kind() == SyntaxKind::COMMENT);
        let entries = comments.filter_map(|comment| {
            let (names, range, kind) = ignore_rule_info(&comment)?;
            let line = match kind {
                IgnoreKind::File => None,
                IgnoreKind::Line => Some(sql.line(range.start().into())),
            };
            let rules = names.split(',').map(str::trim).filter(|name| !name.is_empty());
            Some(Entry { line, rules: rules.map(str::to_owned).collect() })
        });
        Self { entries: entries.collect() }
    }

    pub(super) fn cover(&self, rule: &str, line: usize) -> bool {
        self.entries.iter().any(|entry| match entry.line {
            None => entry.rules.is_empty() || entry.names(rule),
            Some(at) => (at == line || at + 1 == line) && entry.names(rule),
        })
    }
}

impl Entry {
    fn names(&self, rule: &str) -> bool {
        self.rules.iter().any(|name| name == rule)
    }
}

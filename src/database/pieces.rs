//! SQL taken apart as PostgreSQL's scanner does, as far as quotes and comments go.

/// What a piece of SQL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything that isn't one of the others.
    Code,
    /// A string: `'…'`, `E'…'`, `$$…$$`.
    Literal,
    /// A quoted name.
    Name,
    /// `-- …` to the end of its line, or `/* … */`.
    Comment,
}

/// Takes SQL apart; the pieces put together are the whole again. What is begun and not ended goes to the end.
pub(crate) fn pieces(sql: &str) -> Vec<(Kind, &str)> {
    let mut found = Vec::new();
    let (mut code, mut at) = (0, 0);
    while at < sql.len() {
        let Some((kind, length)) = special(sql, at) else {
            at += sql[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if code < at {
            found.push((Kind::Code, &sql[code..at]));
        }
        found.push((kind, &sql[at..at + length]));
        at += length;
        code = at;
    }
    if code < sql.len() {
        found.push((Kind::Code, &sql[code..]));
    }
    found
}

/// What begins here, if it isn't plain code, and how many bytes it takes.
fn special(sql: &str, at: usize) -> Option<(Kind, usize)> {
    let rest = &sql[at..];
    let in_word = sql[..at].chars().next_back().is_some_and(is_of_word);
    match rest.as_bytes() {
        [b'-', b'-', ..] => Some((Kind::Comment, rest.find('\n').unwrap_or(rest.len()))),
        [b'/', b'*', ..] => Some((Kind::Comment, block_comment(rest))),
        [b'"', ..] => Some((Kind::Name, quoted(rest, 0, b'"', false))),
        [b'\'', ..] => Some((Kind::Literal, quoted(rest, 0, b'\'', false))),
        [b'e' | b'E', b'\'', ..] if !in_word => Some((Kind::Literal, quoted(rest, 1, b'\'', true))),
        [b'$', ..] if !in_word => dollar_quoted(rest).map(|length| (Kind::Literal, length)),
        _ => None,
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// From the quote at `start` to the one that ends it; a doubled one doesn't.
fn quoted(text: &str, start: usize, quote: u8, escapes: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if escapes => at += 1,
            byte if byte == quote && bytes.get(at + 1) == Some(&quote) => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// PostgreSQL's block comments nest.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") if depth == 1 => return at + 2,
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    bytes.len()
}

/// `$tag$ … $tag$`; `$1` is a parameter and no quote.
fn dollar_quoted(text: &str) -> Option<usize> {
    let end = text[1..].find('$')? + 2;
    let (tag, body) = text.split_at(end);
    let name = &tag[1..end - 1];
    let is_tag =
        name.chars().all(|c| is_of_word(c) && c != '$') && !name.starts_with(|c: char| c.is_ascii_digit());
    is_tag.then(|| body.find(tag).map_or(text.len(), |at| end + at + tag.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(sql: &str) -> Vec<(Kind, &str)> {
        let found = pieces(sql);
        assert_eq!(found.iter().map(|(_, text)| *text).collect::<String>(), sql);
        found
    }

    #[test]
    fn knows_every_kind_of_quote() {
        use Kind::{Code, Literal, Name};
        assert_eq!(kinds("a 'it''s' b"), [(Code, "a "), (Literal, "'it''s'"), (Code, " b")]);
        assert_eq!(kinds(r"E'\'' x"), [(Literal, r"E'\''"), (Code, " x")]);
        assert_eq!(kinds(r"'\' x"), [(Literal, r"'\'"), (Code, " x")]);
        assert_eq!(kinds(r#""a""b".c"#), [(Name, r#""a""b""#), (Code, ".c")]);
        assert_eq!(kinds("$a$ $$ ' $b$ $a$;"), [(Literal, "$a$ $$ ' $b$ $a$"), (Code, ";")]);
        assert_eq!(kinds("$1 + $2"), [(Code, "$1 + $2")]);
        assert_eq!(kinds("a$b$c"), [(Code, "a$b$c")]);
        assert_eq!(kinds("ünïcode'é'"), [(Code, "ünïcode"), (Literal, "'é'")]);
    }

    #[test]
    fn knows_comments_and_what_only_looks_like_one() {
        use Kind::{Code, Comment, Literal};
        assert_eq!(kinds("a -- don't\nb"), [(Code, "a "), (Comment, "-- don't"), (Code, "\nb")]);
        assert_eq!(kinds("/* a /* ' */ b */c"), [(Comment, "/* a /* ' */ b */"), (Code, "c")]);
        assert_eq!(kinds("'-- no'"), [(Literal, "'-- no'")]);
        assert_eq!(kinds("type'x'"), [(Code, "type"), (Literal, "'x'")]);
    }

    #[test]
    fn what_is_not_ended_goes_to_the_end() {
        for sql in ["'a", "E'a\\", "$$a", "/* a /* b */", "\"a", "$", "-", "é$"] {
            assert!(!kinds(sql).is_empty());
        }
        assert_eq!(kinds(""), []);
    }
}

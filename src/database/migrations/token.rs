//! PostgreSQL's words, as far as it takes to see where one statement ends and the next begins.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword, a name without quotes, or a number.
    Word,
    /// A name in double quotes.
    QuotedName,
    /// A string, in quotes or between dollars.
    Text,
    /// Any other single character.
    Symbol,
}

/// A token and where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Token {
    pub(crate) fn text(self, sql: &str) -> &str {
        &sql[self.start..self.end]
    }

    /// Whether it is this keyword or symbol.
    pub(crate) fn is(self, sql: &str, word: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Symbol) && self.text(sql).eq_ignore_ascii_case(word)
    }
}

/// The tokens of a text without its comments. What isn't closed goes to the end: the server will say so.
pub(crate) fn tokens(sql: &str) -> Vec<Token> {
    let bytes = sql.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let (kind, end) = next(bytes, start);
        found.extend(kind.map(|kind| Token { kind, start, end }));
        start = end;
    }
    found
}

/// What begins here, `None` for a space or a comment, and where it ends.
fn next(bytes: &[u8], at: usize) -> (Option<Kind>, usize) {
    let rest = &bytes[at..];
    match rest {
        [b'-', b'-', ..] => (None, find(bytes, at, b"\n")),
        [b'/', b'*', ..] => (None, after_comment(bytes, at)),
        [b'\'', ..] => (Some(Kind::Text), after_quoted(bytes, at + 1, b'\'', false)),
        [b'e' | b'E', b'\'', ..] => (Some(Kind::Text), after_escaped(bytes, at + 2)),
        [b'"', ..] => (Some(Kind::QuotedName), after_quoted(bytes, at + 1, b'"', false)),
        [b'$', ..] => match dollar_tag(rest) {
            Some(tag) => (Some(Kind::Text), find(bytes, at + tag.len(), tag)),
            None => (Some(Kind::Symbol), at + 1),
        },
        [space, ..] if space.is_ascii_whitespace() => (None, at + 1),
        [digit, ..] if digit.is_ascii_digit() => (Some(Kind::Word), at + length(rest, in_tag)),
        [first, ..] if in_tag(*first) => {
            (Some(Kind::Word), at + length(rest, |byte| in_tag(byte) || byte == b'$'))
        }
        _ => (Some(Kind::Symbol), at + 1),
    }
}

/// Letters, digits, `_`, and every byte of a character beyond ASCII.
fn in_tag(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn length(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}

/// Just behind the next of these bytes, or the end.
fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> usize {
    let found = bytes[from..].windows(wanted.len()).position(|window| window == wanted);
    found.map_or(bytes.len(), |index| from + index + wanted.len())
}

/// Comments nest.
fn after_comment(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0_u32);
    while at < bytes.len() {
        match bytes[at..] {
            [b'/', b'*', ..] => (at, depth) = (at + 2, depth + 1),
            [b'*', b'/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn after_quoted(bytes: &[u8], from: usize, quote: u8, escapes: bool) -> usize {
    let mut at = from;
    while at < bytes.len() {
        match bytes[at..] {
            [b'\\', _, ..] if escapes => at += 2,
            [one, other, ..] if one == quote && other == quote => at += 2,
            [one, ..] if one == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// `E'…'`, and what continues it on a line below, where backslashes still escape.
fn after_escaped(bytes: &[u8], from: usize) -> usize {
    let end = after_quoted(bytes, from, b'\'', true);
    let spaces = length(&bytes[end..], |byte| byte.is_ascii_whitespace());
    let between = &bytes[end..end + spaces];
    if between.contains(&b'\n') && bytes.get(end + spaces) == Some(&b'\'') {
        return after_escaped(bytes, end + spaces + 1);
    }
    end
}

/// `$$` or `$tag$` at the beginning. A tag doesn't begin with a digit: `$1` is a parameter.
fn dollar_tag(bytes: &[u8]) -> Option<&[u8]> {
    let tag = length(&bytes[1..], in_tag);
    let closed = bytes.get(1 + tag) == Some(&b'$');
    (closed && !bytes[1].is_ascii_digit()).then(|| &bytes[..tag + 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str) -> Vec<&str> {
        tokens(sql).into_iter().map(|token| token.text(sql)).collect()
    }

    #[test]
    fn strings_names_and_comments_hide_what_is_in_them() {
        assert_eq!(texts("a ';' b"), ["a", "';'", "b"]);
        assert_eq!(texts("'it''s;' x"), ["'it''s;'", "x"]);
        assert_eq!(texts(r"'\' x E'\';' y e'\\' z"), [r"'\'", "x", r"E'\';'", "y", r"e'\\'", "z"]);
        assert_eq!(texts("E'a'\n'\\';' x"), ["E'a'\n'\\';'", "x"]);
        assert_eq!(texts(r#""a;""b" c"#), [r#""a;""b""#, "c"]);
        assert_eq!(texts("a -- ; '\nb /* ; /* ' */ ; */ c"), ["a", "b", "c"]);
        assert_eq!(texts("U&'\\00e9;' N'x;'"), ["U", "&", "'\\00e9;'", "N", "'x;'"]);
    }

    #[test]
    fn dollars_quote_only_where_they_do() {
        assert_eq!(texts("$$ ; ' $$ x"), ["$$ ; ' $$", "x"]);
        assert_eq!(texts("$a$ $$;$b$ $a$;"), ["$a$ $$;$b$ $a$", ";"]);
        assert_eq!(texts("$é_1$;$é_1$"), ["$é_1$;$é_1$"]);
        assert_eq!(texts("name$1$x; $1;"), ["name$1$x", ";", "$", "1", ";"]);
    }

    #[test]
    fn what_is_not_closed_goes_to_the_end() {
        for open in ["'a;", "E'a\\';", "\"a;", "$$a;", "$x$a;$$"] {
            assert_eq!(texts(open), [open]);
        }
        assert_eq!(texts("/* a /* b */ ;"), [""; 0]);
        assert_eq!(texts("$"), ["$"]);
    }
}

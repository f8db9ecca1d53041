/// A query on one line with a `?` for each value in it: what people wrote into the database is nobody else's business.
///
/// Comments go too, and what follows a quote that isn't closed: the server cuts long queries.
pub(super) fn without_values(query: &str) -> String {
    let mut rest = query;
    let mut told = String::new();
    while let Some(first) = rest.chars().next() {
        let (part, length) = next_part(rest, first, told.chars().next_back());
        told.push_str(part);
        rest = rest.get(length..).unwrap_or_default();
    }
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What to show for the beginning of the rest, and how long that beginning is in bytes.
fn next_part(rest: &str, first: char, before: Option<char>) -> (&str, usize) {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '"'));
    match first {
        '\'' => ("?", string(rest, 1, false)),
        'e' | 'E' if !in_word && rest[1..].starts_with('\'') => ("?", string(rest, 2, true)),
        '"' => {
            let length = closed_by(rest, "\"", 1);
            (&rest[..length], length)
        }
        '-' if rest.starts_with("--") => (" ", rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (" ", closed_by(rest, "*/", 2)),
        '$' if !in_word => dollar(rest),
        '0'..='9' if !in_word => ("?", rest.find(|c: char| !is_in_number(c)).unwrap_or(rest.len())),
        _ => (&rest[..first.len_utf8()], first.len_utf8()),
    }
}

fn is_in_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}

/// The length up to and with the closing mark, or of all the rest.
fn closed_by(rest: &str, mark: &str, opening: usize) -> usize {
    rest[opening..].find(mark).map_or(rest.len(), |at| opening + at + mark.len())
}

/// The length of a string with its quotes, two of which stand for one; with `backslashes` one also makes a quote an
/// ordinary character.
fn string(rest: &str, opening: usize, backslashes: bool) -> usize {
    let mut characters = rest.char_indices().skip(opening).peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' if backslashes => _ = characters.next(),
            '\'' if characters.next_if(|(_, next)| *next == '\'').is_none() => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A parameter, which stays, or a string between two tags.
fn dollar(rest: &str) -> (&str, usize) {
    let name = rest[1..].find(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(rest.len(), |at| at + 1);
    if rest[name..].starts_with('$') {
        let tag = &rest[..=name];
        return ("?", closed_by(rest, tag, tag.len()));
    }
    (&rest[..name], name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_the_query_and_takes_the_values() {
        for (query, told) in [
            ("SELECT  *\n\tFROM t WHERE id = $1 AND x = -4.5e3", "SELECT * FROM t WHERE id = $1 AND x = -?"),
            ("UPDATE t1 SET a2 = 'it''s', b = E'it\\'s' || 'x'", "UPDATE t1 SET a2 = ?, b = ? || ?"),
            ("SELECT \"a 1\" -- of anna\n, /* 7 */ 7", "SELECT \"a 1\" , ?"),
            ("SELECT $$secret$$, $tag$se$$cret$tag$, $2", "SELECT ?, ?, $2"),
            ("INSERT INTO users VALUES ('anna', 'cut off by the ser", "INSERT INTO users VALUES (?, ?"),
            ("SELECT é, 'é', 1é", "SELECT é, ?, ?é"),
            ("$", "$"),
            ("'", "?"),
            ("", ""),
        ] {
            assert_eq!(without_values(query), told, "{query}");
        }
    }
}

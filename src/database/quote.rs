//! Names and values as SQL and URLs take them.

/// A name as SQL takes it, whatever is in it.
pub(crate) fn quote_identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL takes it, whatever is in it and whatever `standard_conforming_strings` says.
pub(crate) fn quote_literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if quoted.contains('\\') { format!("E'{}'", quoted.replace('\\', "\\\\")) } else { format!("'{quoted}'") }
}

/// A text as it may stand in any part of a URL.
pub(crate) fn percent_encoded(text: &str) -> String {
    percent_encoded_except(text, b"")
}

/// As [`percent_encoded`], but these ASCII characters stay: they mean nothing where the text is to stand.
pub(crate) fn percent_encoded_except(text: &str, plain: &[u8]) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ if plain.contains(&byte) => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_an_identifier() {
        assert_eq!(quote_identifier("shop"), "\"shop\"");
        assert_eq!(quote_identifier("a\"; DROP DATABASE b; --"), "\"a\"\"; DROP DATABASE b; --\"");
    }

    #[test]
    fn quotes_a_literal() {
        assert_eq!(quote_literal("Anna's"), "'Anna''s'");
        assert_eq!(quote_literal("\\'; DROP"), "E'\\\\''; DROP'");
    }

    #[test]
    fn encodes_what_is_special_in_a_url() {
        assert_eq!(percent_encoded("shop_1-a.b~"), "shop_1-a.b~");
        assert_eq!(percent_encoded("a b/ü?&%"), "a%20b%2F%C3%BC%3F%26%25");
        assert_eq!(percent_encoded_except("/a b", b"/"), "/a%20b");
    }
}

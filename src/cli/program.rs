use std::path::Path;

/// The program as the user can call it again from here: what goes before `audit` in a command to paste.
pub(super) fn program() -> String {
    // Cargo tells a program that it runs which package it belongs to.
    if std::env::var_os("CARGO_MANIFEST_DIR").is_some() {
        return "cargo run --".to_owned();
    }
    match std::env::args_os().next().map(|program| program.to_string_lossy().into_owned()) {
        Some(program) if Path::new(&program).components().count() > 1 => shell_quoted(&program),
        _ => "ledgerstore".to_owned(),
    }
}

/// One word for a POSIX shell.
pub(super) fn shell_quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./+:@%,=".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_what_a_shell_would_take_apart() {
        assert_eq!(shell_quoted("target/debug/ledgerstore"), "target/debug/ledgerstore");
        assert_eq!(shell_quoted("postgres:///d?user=a&host=/x"), "'postgres:///d?user=a&host=/x'");
        assert_eq!(shell_quoted("it's"), r"'it'\''s'");
        assert_eq!(shell_quoted(""), "''");
    }
}

use crate::database::migrations::token::{Kind, tokens};

/// How Diesel sets the values apart from the statement they belong to.
const BINDS: &str = " -- binds: ";

/// A statement in one line, without the values in it: they may be passwords, codes, or people's names.
pub(super) fn redacted(query: &str) -> String {
    // The first one: a value may look like the mark itself.
    let sql = query.split(BINDS).next().unwrap_or_default();
    let (mut shown, mut end) = (String::new(), 0);
    for token in tokens(sql) {
        if token.start > end && end > 0 {
            shown.push(' ');
        }
        shown.push_str(if token.kind == Kind::Text { "'…'" } else { token.text(sql) });
        end = token.end;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_values_wherever_they_stand() {
        let query = "SELECT \"id\" FROM users\n WHERE email = $1 -- binds: [\"anna -- binds: \", 7]";
        assert_eq!(redacted(query), "SELECT \"id\" FROM users WHERE email = $1");
        assert_eq!(
            redacted("ALTER ROLE a PASSWORD 'hunter''2'; SELECT $$x$$"),
            "ALTER ROLE a PASSWORD '…'; SELECT '…'"
        );
        assert_eq!(redacted("-- anna's\nSELECT 1 /* secret */"), "SELECT 1");
    }
}

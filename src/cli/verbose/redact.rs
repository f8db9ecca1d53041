use crate::database::pieces::{Kind, pieces};

/// How Diesel sets the values apart from the statement they belong to.
const BINDS: &str = " -- binds: ";

/// A statement in one line, without the values in it: they may be passwords, codes, or people's names.
pub(super) fn redacted(query: &str) -> String {
    // The first one: a value may look like the mark itself.
    let sql = query.split(BINDS).next().unwrap_or_default();
    let shown = pieces(sql).into_iter().map(|(kind, text)| match kind {
        Kind::Literal => "'…'",
        Kind::Comment => " ",
        Kind::Code | Kind::Name => text,
    });
    shown.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
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

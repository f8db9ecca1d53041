use diesel::prelude::*;
use diesel::result::Error;

use super::LocalError;

diesel::table! {
    pg_database (oid) {
        oid -> Oid,
        datname -> Text,
    }
}

/// The longest name that PostgreSQL keeps whole, in bytes; it would cut a longer one off.
const LONGEST_NAME: usize = 63;

/// Creates a database unless there is one of that name; says whether it did.
pub(super) fn create_database(conn: &mut PgConnection, name: &str) -> Result<bool, LocalError> {
    check_name(name)?;
    let failed = |source| LocalError::CreateDatabase { name: name.to_owned(), source };
    if exists(conn, name).map_err(failed)? {
        return Ok(false);
    }
    match diesel::sql_query(format!("CREATE DATABASE {}", quoted(name))).execute(conn) {
        Ok(_) => Ok(true),
        // Another process may have been faster, which shows up as one of several errors.
        Err(error) => match exists(conn, name) {
            Ok(true) => Ok(false),
            _ => Err(failed(error)),
        },
    }
}

/// Writes a text so that it may stand in a URL.
pub(super) fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn exists(conn: &mut PgConnection, name: &str) -> Result<bool, Error> {
    diesel::select(diesel::dsl::exists(pg_database::table.filter(pg_database::datname.eq(name))))
        .get_result(conn)
}

fn check_name(name: &str) -> Result<(), LocalError> {
    match name.len() {
        1..=LONGEST_NAME if !name.contains('\0') => Ok(()),
        _ => Err(LocalError::DatabaseName { name: name.to_owned() }),
    }
}

fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_an_identifier() {
        assert_eq!(quoted("shop"), "\"shop\"");
        assert_eq!(quoted("a\"; DROP DATABASE b; --"), "\"a\"\"; DROP DATABASE b; --\"");
    }

    #[test]
    fn encodes_what_is_special_in_a_url() {
        assert_eq!(percent_encoded("shop_1-a.b~"), "shop_1-a.b~");
        assert_eq!(percent_encoded("a b/ü?&%"), "a%20b%2F%C3%BC%3F%26%25");
    }

    #[test]
    fn refuses_names_that_the_server_would_change() {
        check_name(&"x".repeat(63)).unwrap();
        for name in ["", &"x".repeat(64), "a\0b"] {
            assert!(matches!(check_name(name), Err(LocalError::DatabaseName { .. })));
        }
    }
}

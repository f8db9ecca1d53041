use diesel::prelude::*;
use diesel::result::Error;

use super::LocalError;
use crate::database::catalog::pg_database;
use crate::database::quote::quote_identifier;

/// The longest name that PostgreSQL keeps whole, in bytes; it would cut a longer one off.
const LONGEST_NAME: usize = 63;

/// Creates a database unless there is one of that name; says whether it did.
pub(super) fn create_database(conn: &mut PgConnection, name: &str) -> Result<bool, LocalError> {
    check_name(name)?;
    let failed = |source| LocalError::CreateDatabase { name: name.to_owned(), source };
    if exists(conn, name).map_err(failed)? {
        return Ok(false);
    }
    match diesel::sql_query(format!("CREATE DATABASE {}", quote_identifier(name))).execute(conn) {
        Ok(_) => Ok(true),
        // Another process may have been faster, which shows up as one of several errors.
        Err(error) => match exists(conn, name) {
            Ok(true) => Ok(false),
            _ => Err(failed(error)),
        },
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_names_that_the_server_would_change() {
        check_name(&"x".repeat(63)).unwrap();
        for name in ["", &"x".repeat(64), "a\0b"] {
            assert!(matches!(check_name(name), Err(LocalError::DatabaseName { .. })));
        }
    }
}

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{Oid, Text};
use thiserror::Error as ThisError;

use super::catalog::pg_database;
use super::mark::{Mark, with_mark};
use super::quote::{quote_identifier, quote_literal};

/// The line of a database's comment that says it may be dropped and made anew.
const MARK: &str = "ledgerstore: made to be thrown away";

/// A fresh database couldn't be made.
#[derive(Debug, ThisError)]
pub enum FreshError {
    /// There is one of that name, and it isn't marked as made to be thrown away.
    #[error("the database {0} is there and wasn't made by this command; it is left alone")]
    NotOurs(String),
    /// The server refused.
    #[error("can't make the database {name}: {source}")]
    Database {
        /// Its name.
        name: String,
        /// What the server said.
        source: Error,
    },
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn shobj_description(object: Oid, catalog: Text) -> Nullable<Text>;
}

/// Makes an empty database, dropping the one of that name that an earlier call made.
///
/// `conn` is connected to another database of the server.
///
/// # Errors
/// [`FreshError::NotOurs`] when somebody else made the one that is there.
pub fn make_fresh(conn: &mut PgConnection, name: &str) -> Result<(), FreshError> {
    let failed = |source| FreshError::Database { name: name.to_owned(), source };
    let found: Option<Option<String>> = pg_database::table
        .filter(pg_database::datname.eq(name))
        .select(shobj_description(pg_database::oid, "pg_database"))
        .first(conn)
        .optional()
        .map_err(failed)?;
    let quoted = quote_identifier(name);
    match found {
        Some(Some(comment)) if comment.lines().any(|line| line == MARK) => {
            conn.batch_execute(&format!("DROP DATABASE {quoted} WITH (FORCE)")).map_err(failed)?;
        }
        Some(_) => return Err(FreshError::NotOurs(name.to_owned())),
        None => {}
    }
    conn.batch_execute(&format!("CREATE DATABASE {quoted}")).map_err(failed)?;
    let comment = quote_literal(&with_mark(MARK, Mark::Dev));
    conn.batch_execute(&format!("COMMENT ON DATABASE {quoted} IS {comment}")).map_err(failed)
}

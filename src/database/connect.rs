use diesel::prelude::*;
use thiserror::Error;

use super::Conninfo;

/// A connection couldn't be made.
#[derive(Debug, Error)]
#[error("can't connect to PostgreSQL ({target}): {reason}")]
pub struct ConnectError {
    /// The server, without its password.
    pub target: String,
    /// What libpq or the server said.
    pub reason: String,
}

/// Opens one connection.
///
/// # Errors
/// [`ConnectError`] when the server can't be reached or refuses the user, the password or the database.
pub fn connect(info: &Conninfo) -> Result<PgConnection, ConnectError> {
    PgConnection::establish(&info.reveal())
        .map_err(|error| ConnectError { target: info.to_string(), reason: first_lines(&error.to_string()) })
}

/// libpq ends its messages with a line break and indents the second line.
fn first_lines(message: &str) -> String {
    message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

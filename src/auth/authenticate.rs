use diesel::dsl::now;
use diesel::prelude::*;

use super::{AuthError, SessionToken};
use crate::models::{Session, User};
use crate::schema::{sessions, users};

/// Whose session this is: confirmed, unexpired, of a user who is neither deleted nor locked, and begun or renewed
/// since the password was last changed.
///
/// # Errors
/// [`AuthError::NotSignedIn`] for any other token.
pub fn authenticate(conn: &mut PgConnection, token: &SessionToken) -> Result<User, AuthError> {
    let user = users::table
        .inner_join(sessions::table)
        .filter(sessions::session_verifier.eq(token.verifier().as_slice()))
        .filter(sessions::otp_code_confirmed)
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::password_given_at.ge(users::password_changed_at))
        .filter(users::deleted_at.is_null())
        .filter(users::hashed_password.ne("!"))
        .select(User::as_select())
        .first(conn)
        .optional()?;
    user.ok_or(AuthError::NotSignedIn)
}

/// Ends the session of this token; says whether there was one.
///
/// # Errors
/// Only the database's own.
pub fn sign_out(conn: &mut PgConnection, token: &SessionToken) -> Result<bool, AuthError> {
    Ok(Session::delete_by_verifier(conn, &token.verifier())?)
}

/// Removes the sessions that have expired and those whose code can't be confirmed any more; returns how many. They
/// let nobody in either way: run it now and then to keep the table small.
///
/// # Errors
/// Only the database's own.
pub fn purge_expired(conn: &mut PgConnection) -> Result<usize, AuthError> {
    Ok(Session::delete_expired(conn)?)
}

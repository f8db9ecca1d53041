use diesel::prelude::*;

use super::AuthError;
use crate::database::error::violated_rule;
use crate::models::User;
use crate::types::UserId;

/// Deletes a user, softly: the row and its accounts and orders stay, nobody can sign in, all sessions end
/// (`users_end_sessions`). The e-mail address becomes free, the username doesn't.
///
/// # Errors
/// [`AuthError::UserNotFound`], [`AuthError::AlreadyDeleted`], [`AuthError::House`].
pub fn delete_user(conn: &mut PgConnection, id: UserId) -> Result<User, AuthError> {
    let deleted = conn.transaction(|conn| User::soft_delete(conn, id));
    match deleted.map_err(|error| match violated_rule(&error) {
        Some("users_keep_house") => AuthError::House,
        _ => AuthError::Database(error),
    })? {
        Some(user) => Ok(user),
        None => Err(why_not(conn, id, AuthError::AlreadyDeleted)?),
    }
}

/// Takes a deletion back: the user can sign in again, with the password of before. Sessions don't come back.
///
/// # Errors
/// [`AuthError::UserNotFound`], [`AuthError::NotDeleted`], [`AuthError::EmailTaken`] when somebody else has the
/// address by now.
pub fn restore_user(conn: &mut PgConnection, id: UserId) -> Result<User, AuthError> {
    let restored = conn.transaction(|conn| User::restore(conn, id));
    match restored {
        Ok(Some(user)) => Ok(user),
        Ok(None) => Err(why_not(conn, id, AuthError::NotDeleted)?),
        Err(error) if violated_rule(&error) == Some("users_email_key") => {
            Err(AuthError::EmailTaken(User::get(conn, id)?.email))
        }
        Err(error) => Err(error.into()),
    }
}

fn why_not(conn: &mut PgConnection, id: UserId, when_there: AuthError) -> QueryResult<AuthError> {
    Ok(if User::find(conn, id)?.is_some() { when_there } else { AuthError::UserNotFound })
}

use diesel::prelude::*;
use diesel::result::Error;

use super::password::is_password;
use super::sign_in::lock_unchanged;
use super::{AuthError, DEFAULT_COST, SessionToken, authenticate, hash_password};
use crate::database::error::violated_rule;
use crate::database::transaction;
use crate::models::{Session, User};
use crate::types::{PasswordHash, UserId};

/// A password and the one to take its place. `Debug` shows neither.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PasswordChange<'a> {
    /// The present password.
    pub old: &'a str,
    /// The one to come, at most 72 bytes.
    pub new: &'a str,
    /// bcrypt's work factor; [`DEFAULT_COST`] unless it is changed.
    pub cost: u32,
}

impl<'a> PasswordChange<'a> {
    /// A change, with bcrypt's work factor as [`DEFAULT_COST`] has it.
    pub fn new(old: &'a str, new: &'a str) -> Self {
        Self { old, new, cost: DEFAULT_COST }
    }
}

impl std::fmt::Debug for PasswordChange<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordChange").finish_non_exhaustive()
    }
}

/// Changes the password of whoever this session belongs to, and ends that user's other sessions.
///
/// # Errors
/// [`AuthError::NotSignedIn`], [`AuthError::WrongPassword`] when the old one isn't right, or what is wrong with the
/// new one.
pub fn change_password(
    conn: &mut PgConnection,
    token: &SessionToken,
    change: &PasswordChange<'_>,
) -> Result<User, AuthError> {
    let seen = authenticate(conn, token)?;
    if !is_password(change.old, Some(&seen.hashed_password), change.cost)? {
        return Err(AuthError::WrongPassword);
    }
    let hash = hash_password(change.new, change.cost)?;
    let verifier = token.verifier();
    transaction(conn, |conn| {
        lock_unchanged(conn, &seen)?.ok_or(AuthError::NotSignedIn)?;
        let user = User::update_password(conn, seen.id, &hash)?;
        if !Session::mark_password_given(conn, &verifier)? {
            return Err(AuthError::NotSignedIn);
        }
        Session::delete_of_user(conn, seen.id, Some(&verifier))?;
        Ok(user)
    })
}

/// Sets a user's password without the old one, for administrators, and ends all of the user's sessions.
///
/// # Errors
/// What is wrong with the password, [`AuthError::UserNotFound`], [`AuthError::House`], [`AuthError::UsernameInvalid`] for the owner of an
/// old account whose name has an `@`.
pub fn set_password(
    conn: &mut PgConnection,
    id: UserId,
    password: &str,
    cost: u32,
) -> Result<User, AuthError> {
    let hash = hash_password(password, cost)?;
    transaction(conn, |conn| {
        let user = User::find(conn, id)?.ok_or(AuthError::UserNotFound)?;
        let changed = set_hash(conn, &user, &hash)?;
        Session::delete_of_user(conn, id, None)?;
        Ok(changed)
    })
}

fn set_hash(conn: &mut PgConnection, user: &User, hash: &PasswordHash) -> Result<User, AuthError> {
    User::update_password(conn, user.id, hash).map_err(|error| match (&error, violated_rule(&error)) {
        (_, Some("users_username_no_address")) => AuthError::UsernameInvalid(user.username.clone()),
        (_, Some("users_keep_house")) => AuthError::House,
        (Error::NotFound, _) => AuthError::UserNotFound,
        _ => AuthError::Database(error),
    })
}

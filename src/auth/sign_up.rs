use diesel::prelude::*;

use super::{AuthError, DEFAULT_COST, hash_password};
use crate::database::error::violated_rule;
use crate::models::{NewUser, User};

/// Somebody who signs up. `Debug` leaves the password out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SignUp<'a> {
    /// The name that accounts will carry; no `@` in it.
    pub username: &'a str,
    /// The e-mail address.
    pub email: &'a str,
    /// What the user is called.
    pub full_name: &'a str,
    /// The password, at most 72 bytes.
    pub password: &'a str,
    /// bcrypt's work factor; [`DEFAULT_COST`] unless it is changed.
    pub cost: u32,
}

impl<'a> SignUp<'a> {
    /// Somebody, with bcrypt's work factor as [`DEFAULT_COST`] has it.
    pub fn new(username: &'a str, email: &'a str, full_name: &'a str, password: &'a str) -> Self {
        Self { username, email, full_name, password, cost: DEFAULT_COST }
    }
}

impl std::fmt::Debug for SignUp<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignUp")
            .field("username", &self.username)
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}

/// Adds a user with a password.
///
/// # Errors
/// [`AuthError::UsernameTaken`], [`AuthError::EmailTaken`], what is wrong with the password, or which field the
/// database refused.
pub fn sign_up(conn: &mut PgConnection, who: &SignUp<'_>) -> Result<User, AuthError> {
    let hash = hash_password(who.password, who.cost)?;
    let user = NewUser {
        username: who.username,
        email: who.email,
        full_name: who.full_name,
        hashed_password: &hash,
    };
    conn.transaction(|conn| User::insert(conn, &user)).map_err(|error| match violated_rule(&error) {
        Some("users_username_key") => AuthError::UsernameTaken(who.username.to_owned()),
        Some("users_email_key") => AuthError::EmailTaken(who.email.to_owned()),
        Some("users_username_not_blank" | "users_username_no_address") => {
            AuthError::UsernameInvalid(who.username.to_owned())
        }
        Some("users_email_shape") => AuthError::EmailInvalid(who.email.to_owned()),
        Some("users_full_name_not_blank") => AuthError::FullNameBlank,
        _ => AuthError::Database(error),
    })
}

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;

use super::password::{is_password, outdated};
use super::{AuthError, DEFAULT_COST, OtpCode, OtpKey, SessionToken, hash_password};
use crate::database::error::violated_rule;
use crate::database::transaction;
use crate::models::{NewSession, Session, User};

/// Somebody who signs in. `Debug` leaves the password out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SignIn<'a> {
    /// The e-mail address or the username; a username has no `@`.
    pub who: &'a str,
    /// The password.
    pub password: &'a str,
    /// bcrypt's work factor: a hash of a lower one is replaced. [`DEFAULT_COST`] unless it is changed.
    pub cost: u32,
    /// How long the session lasts: 30 days unless it is changed.
    pub session_lifetime: Duration,
    /// How long the code can be given: 10 minutes unless it is changed, and never longer than the session lasts.
    pub code_lifetime: Duration,
}

impl<'a> SignIn<'a> {
    /// Somebody, with the work factor and the lifetimes as they usually are.
    pub fn new(who: &'a str, password: &'a str) -> Self {
        let (session_lifetime, code_lifetime) = (Duration::days(30), Duration::minutes(10));
        Self { who, password, cost: DEFAULT_COST, session_lifetime, code_lifetime }
    }
}

impl std::fmt::Debug for SignIn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("who", &self.who).finish_non_exhaustive()
    }
}

/// Starts a session for whoever has this name and password.
///
/// The token is for the user's cookie; only its SHA-256 is kept. The session counts once the code is given to
/// [`confirm_otp`](super::confirm_otp): send it to the user, then call [`mark_otp_sent`](super::mark_otp_sent).
/// Signing in again gives another code and other attempts at it: it is for the caller to limit how often a user does.
///
/// # Errors
/// [`AuthError::WrongCredentials`] for an unknown, deleted or locked user as for a wrong password, after the same
/// work. [`AuthError::Cost`] outside 4 to 31, [`AuthError::Lifetime`] for one that isn't positive or finite.
pub fn sign_in(
    conn: &mut PgConnection,
    key: &OtpKey,
    who: &SignIn<'_>,
) -> Result<(SessionToken, OtpCode), AuthError> {
    let found = find(conn, who.who)?;
    let right = is_password(who.password, found.as_ref().map(|user| &user.hashed_password), who.cost)?;
    let seen = found.filter(|_| right).ok_or(AuthError::WrongCredentials)?;
    let is_outdated = outdated(&seen.hashed_password, who.cost);
    let new_hash = is_outdated.then(|| hash_password(who.password, who.cost)).transpose()?;

    let (token, code) = (SessionToken::generate()?, OtpCode::generate()?);
    let verifier = token.verifier();
    let sealed = key.seal(&code, &verifier)?;
    transaction(conn, |conn| {
        let now = lock_unchanged(conn, &seen)?.ok_or(AuthError::WrongCredentials)?;
        if let Some(new_hash) = &new_hash {
            User::rehash_password(conn, seen.id, &seen.hashed_password, new_hash)?;
        }
        start(conn, who, &seen, now, &verifier, &sealed)
    })?;
    Ok((token, code))
}

fn find(conn: &mut PgConnection, who: &str) -> QueryResult<Option<User>> {
    let found = match who.contains('@') {
        true => User::find_by_email(conn, who)?,
        false => User::find_by_username(conn, who)?,
    };
    Ok(found.filter(|user| user.deleted_at.is_none()))
}

/// The time, if the user may still sign in with the password that was verified. From here on nobody changes the
/// password, deletes or locks the user before the session is in the table, where all of these find it and end it.
pub(super) fn lock_unchanged(conn: &mut PgConnection, seen: &User) -> QueryResult<Option<DateTime<Utc>>> {
    let current = User::find_locked(conn, seen.id)?;
    Ok(current.and_then(|(user, now)| {
        let unchanged = user.password_changed_at == seen.password_changed_at
            && user.deleted_at.is_none()
            && !user.hashed_password.is_locked();
        unchanged.then_some(now)
    }))
}

fn start(
    conn: &mut PgConnection,
    who: &SignIn<'_>,
    user: &User,
    now: DateTime<Utc>,
    session_verifier: &[u8],
    otp_code_encrypted: &[u8],
) -> Result<Session, AuthError> {
    let after = |lifetime| now.checked_add_signed(lifetime).ok_or(AuthError::Lifetime);
    let session = NewSession {
        user_id: user.id,
        session_verifier,
        otp_code_encrypted,
        otp_code_expires_at: after(who.code_lifetime.min(who.session_lifetime))?,
        expires_at: after(who.session_lifetime)?,
    };
    Session::insert(conn, &session).map_err(|error| match violated_rule(&error) {
        Some(
            "sessions_expires_after_created"
            | "sessions_otp_code_expires_in_life"
            | "sessions_password_given_in_life",
        ) => AuthError::Lifetime,
        _ => AuthError::Database(error),
    })
}

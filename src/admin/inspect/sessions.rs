use std::fmt;

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::Listed;
use crate::models::{Session, User};
use crate::schema::{sessions, users};
use crate::types::{SessionId, UserId};

/// Which sessions to list, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionQuery {
    /// Only of this user.
    pub user: Option<UserId>,
    /// Go on behind this one.
    pub after: Option<SessionId>,
    /// How many at most.
    pub limit: i64,
}

/// A session, whose it is, and whether it lets anybody in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SessionRow {
    /// The session.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub session: Session,
    /// Whose it is.
    pub username: String,
    /// What it is good for, by the database's clock.
    pub state: SessionState,
}

/// What a session is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum SessionState {
    /// The one-time code can still be given.
    Waiting,
    /// It lets its user in.
    SignedIn,
    /// Its time is over, or that of its code was before it was given.
    Expired,
    /// Too many wrong codes were given.
    Locked,
    /// Its user was deleted or locked, or has changed the password since.
    Ended,
}

impl SessionState {
    /// As [`authenticate`](crate::auth::authenticate) and [`confirm_otp`](crate::auth::confirm_otp) decide.
    pub fn of(session: &Session, user: &User, at: DateTime<Utc>) -> Self {
        let barred = user.deleted_at.is_some() || user.hashed_password.is_locked();
        let outdated = session.password_given_at < user.password_changed_at;
        match () {
            () if session.expires_at <= at => Self::Expired,
            () if barred || outdated => Self::Ended,
            () if session.otp_code_confirmed => Self::SignedIn,
            () if session.otp_code_attempts >= Session::MAX_CODE_ATTEMPTS => Self::Locked,
            () if session.otp_code_expires_at <= at => Self::Expired,
            () => Self::Waiting,
        }
    }
}

impl fmt::Display for SessionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Waiting => "waiting",
            Self::SignedIn => "signed in",
            Self::Expired => "expired",
            Self::Locked => "locked",
            Self::Ended => "ended",
        })
    }
}

/// Sessions, the newest number first.
///
/// # Errors
/// Only the database's own.
pub fn list_sessions(conn: &mut PgConnection, wanted: &SessionQuery) -> QueryResult<Listed<SessionRow>> {
    let mut query = sessions::table
        .inner_join(users::table)
        .select((Session::as_select(), User::as_select(), now.into_sql::<Timestamptz>()))
        .into_boxed();
    if let Some(user) = wanted.user {
        query = query.filter(sessions::user_id.eq(user));
    }
    if let Some(after) = wanted.after {
        query = query.filter(sessions::id.lt(after));
    }
    let rows: Vec<(Session, User, DateTime<Utc>)> =
        query.order(sessions::id.desc()).limit(wanted.limit + 1).load(conn)?;
    Ok(Listed::cut(rows, wanted.limit).map(|(session, user, at)| SessionRow {
        state: SessionState::of(&session, &user, at),
        session,
        username: user.username,
    }))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::types::PasswordHash;

    /// A user and a session begun an hour ago, with an hour to go and half an hour for its code.
    fn fresh(time: DateTime<Utc>) -> (Session, User) {
        let before = time - TimeDelta::hours(1);
        let session = Session {
            id: SessionId::new(1),
            user_id: UserId::new(1),
            session_verifier: vec![],
            otp_code_encrypted: vec![],
            otp_code_attempts: 0,
            otp_code_confirmed: false,
            otp_code_sent: true,
            otp_code_expires_at: time + TimeDelta::minutes(30),
            password_given_at: before,
            expires_at: time + TimeDelta::hours(1),
            created_at: before,
        };
        let user = User {
            id: UserId::new(1),
            username: "anna".to_owned(),
            email: "anna@example.com".to_owned(),
            full_name: "Anna".to_owned(),
            hashed_password: PasswordHash::from_bcrypt(String::new()),
            password_changed_at: before,
            created_at: before,
            updated_at: before,
            deleted_at: None,
            version: 1,
        };
        (session, user)
    }

    fn state(change: impl FnOnce(&mut Session, &mut User, DateTime<Utc>)) -> SessionState {
        let time = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let (mut session, mut user) = fresh(time);
        change(&mut session, &mut user, time);
        SessionState::of(&session, &user, time)
    }

    #[test]
    fn each_state_has_its_reasons() {
        assert_eq!(state(|_, _, _| {}), SessionState::Waiting);
        assert_eq!(state(|session, _, _| session.otp_code_confirmed = true), SessionState::SignedIn);
        assert_eq!(state(|session, _, time| session.expires_at = time), SessionState::Expired);
        assert_eq!(state(|session, _, time| session.otp_code_expires_at = time), SessionState::Expired);
        assert_eq!(
            state(|session, _, _| session.otp_code_attempts = Session::MAX_CODE_ATTEMPTS),
            SessionState::Locked
        );
        assert_eq!(state(|_, user, time| user.deleted_at = Some(time)), SessionState::Ended);
        assert_eq!(state(|_, user, time| user.password_changed_at = time), SessionState::Ended);
        assert_eq!(state(|_, user, _| user.hashed_password = PasswordHash::locked()), SessionState::Ended);
    }

    #[test]
    fn a_confirmed_one_outlives_its_code() {
        let confirmed = state(|session, _, time| {
            session.otp_code_confirmed = true;
            session.otp_code_expires_at = time;
        });
        assert_eq!(confirmed, SessionState::SignedIn);
    }
}

use chrono::{DateTime, Utc};
use diesel::dsl::{not, now};
use diesel::pg::Pg;
use diesel::prelude::*;

use super::User;
use crate::schema::sessions;
use crate::types::{SessionId, UserId};

const MAX_CODE_ATTEMPTS: i32 = 5;

/// A sign-in (table `sessions`). `Debug` and `Serialize` leave out the verifier and the encrypted code.
#[derive(Clone, PartialEq, Eq, HasQuery, Identifiable, Associations)]
#[diesel(table_name = sessions, check_for_backend(Pg), belongs_to(User))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Session {
    /// The session's number.
    pub id: SessionId,
    /// Who signed in.
    pub user_id: UserId,
    /// SHA-256 of the 32 random bytes in the cookie.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub session_verifier: Vec<u8>,
    /// The one-time code, encrypted.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub otp_code_encrypted: Vec<u8>,
    /// Wrong codes given so far.
    pub otp_code_attempts: i32,
    /// Whether the right code was given.
    pub otp_code_confirmed: bool,
    /// Whether the code was handed to the user's channel.
    pub otp_code_sent: bool,
    /// Until when the code can be given.
    pub otp_code_expires_at: DateTime<Utc>,
    /// When the user last gave the password here.
    pub password_given_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When the user signed in.
    pub created_at: DateTime<Utc>,
}

/// A session to start.
#[derive(Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = sessions)]
pub struct NewSession<'a> {
    /// Who signs in.
    pub user_id: UserId,
    /// SHA-256 of the 32 random bytes in the cookie.
    pub session_verifier: &'a [u8],
    /// The one-time code, encrypted.
    pub otp_code_encrypted: &'a [u8],
    /// Until when the code can be given.
    pub otp_code_expires_at: DateTime<Utc>,
    /// When it will end by itself.
    pub expires_at: DateTime<Utc>,
}

impl Session {
    /// At so many wrong codes a session is dead (`sessions_otp_code_attempts_range`, `sessions_dead_never_confirmed`).
    pub const MAX_CODE_ATTEMPTS: i32 = MAX_CODE_ATTEMPTS;

    /// Starts a session.
    ///
    /// # Errors
    /// Violates `sessions_user_id_fkey` when there is no such user, `sessions_session_verifier_sha256` when the
    /// verifier isn't 32 bytes, `sessions_otp_code_expires_in_life` or `sessions_expires_after_created` when it would
    /// be over before it begins.
    pub fn insert(conn: &mut PgConnection, session: &NewSession<'_>) -> QueryResult<Self> {
        diesel::insert_into(sessions::table).values(session).returning(Self::as_returning()).get_result(conn)
    }

    /// The session with this number, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find(conn: &mut PgConnection, id: SessionId) -> QueryResult<Option<Self>> {
        Self::query().find(id).first(conn).optional()
    }

    /// The unexpired session with this verifier, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_verifier(conn: &mut PgConnection, verifier: &[u8]) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(sessions::session_verifier.eq(verifier))
            .filter(sessions::expires_at.gt(now))
            .first(conn)
            .optional()
    }

    /// The session with this verifier if a code can still be given for it: it isn't confirmed, not dead of wrong codes,
    /// and neither it nor its code has expired.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_awaiting_code(conn: &mut PgConnection, verifier: &[u8]) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(sessions::session_verifier.eq(verifier))
            .filter(awaits_code())
            .first(conn)
            .optional()
    }

    /// Decides about a code that was given, in one statement: a right one confirms the session, a wrong one is
    /// counted. `None`, and nothing decided, when no code can be given any more (as for
    /// [`Session::find_awaiting_code`]), whatever happened since that was looked up.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn decide_code(conn: &mut PgConnection, id: SessionId, right: bool) -> QueryResult<Option<Self>> {
        diesel::update(sessions::table.find(id).filter(awaits_code()))
            .set((
                sessions::otp_code_attempts.eq(sessions::otp_code_attempts + i32::from(!right)),
                sessions::otp_code_confirmed.eq(right),
            ))
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// Notes that the code was handed to the user's channel; false when no session has this verifier.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn mark_code_sent(conn: &mut PgConnection, verifier: &[u8]) -> QueryResult<bool> {
        diesel::update(sessions::table.filter(sessions::session_verifier.eq(verifier)))
            .set(sessions::otp_code_sent.eq(true))
            .execute(conn)
            .map(|rows| rows == 1)
    }

    /// Notes that the user gave the password just now; false when no session has this verifier.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn mark_password_given(conn: &mut PgConnection, verifier: &[u8]) -> QueryResult<bool> {
        diesel::update(sessions::table.filter(sessions::session_verifier.eq(verifier)))
            .set(sessions::password_given_at.eq(now))
            .execute(conn)
            .map(|rows| rows == 1)
    }

    /// Sessions, the newest number first, at most `limit` of those before `before`, of one user or of all.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list(
        conn: &mut PgConnection,
        user: Option<UserId>,
        before: Option<SessionId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().into_boxed();
        if let Some(user) = user {
            query = query.filter(sessions::user_id.eq(user));
        }
        if let Some(before) = before {
            query = query.filter(sessions::id.lt(before));
        }
        query.order(sessions::id.desc()).limit(limit).load(conn)
    }

    /// Ends a session; false when there is none with this number.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn delete(conn: &mut PgConnection, id: SessionId) -> QueryResult<bool> {
        diesel::delete(sessions::table.find(id)).execute(conn).map(|rows| rows == 1)
    }

    /// Ends the session with this verifier; false when there is none.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn delete_by_verifier(conn: &mut PgConnection, verifier: &[u8]) -> QueryResult<bool> {
        diesel::delete(sessions::table.filter(sessions::session_verifier.eq(verifier)))
            .execute(conn)
            .map(|rows| rows == 1)
    }

    /// Ends a user's sessions but the one with this verifier, or all of them; returns how many.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn delete_of_user(conn: &mut PgConnection, user: UserId, but: Option<&[u8]>) -> QueryResult<usize> {
        let of_user = sessions::table.filter(sessions::user_id.eq(user));
        match but {
            Some(verifier) => {
                diesel::delete(of_user.filter(sessions::session_verifier.ne(verifier))).execute(conn)
            }
            None => diesel::delete(of_user).execute(conn),
        }
    }

    /// Removes the sessions that have expired, and those whose code was never confirmed and has expired; returns how
    /// many.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn delete_expired(conn: &mut PgConnection) -> QueryResult<usize> {
        let never_confirmed = not(sessions::otp_code_confirmed).and(sessions::otp_code_expires_at.le(now));
        diesel::delete(sessions::table.filter(sessions::expires_at.le(now).or(never_confirmed))).execute(conn)
    }
}

/// Whether a code can still be given.
#[diesel::dsl::auto_type]
fn awaits_code() -> _ {
    let most: i32 = MAX_CODE_ATTEMPTS;
    not(sessions::otp_code_confirmed)
        .and(sessions::otp_code_attempts.lt(most))
        .and(sessions::otp_code_expires_at.gt(now))
        .and(sessions::expires_at.gt(now))
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("otp_code_attempts", &self.otp_code_attempts)
            .field("otp_code_confirmed", &self.otp_code_confirmed)
            .field("otp_code_sent", &self.otp_code_sent)
            .field("otp_code_expires_at", &self.otp_code_expires_at)
            .field("password_given_at", &self.password_given_at)
            .field("expires_at", &self.expires_at)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for NewSession<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSession")
            .field("user_id", &self.user_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::Pg;
use diesel::prelude::*;

use super::User;
use crate::schema::sessions;
use crate::types::{SessionId, UserId};

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
    /// When it will end by itself.
    pub expires_at: DateTime<Utc>,
}

impl Session {
    /// Starts a session.
    ///
    /// # Errors
    /// Violates `sessions_user_id_fkey` when there is no such user, `sessions_session_verifier_sha256` when the
    /// verifier isn't 32 bytes.
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

    /// Removes the sessions that have expired; returns how many.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn delete_expired(conn: &mut PgConnection) -> QueryResult<usize> {
        diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(conn)
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("otp_code_attempts", &self.otp_code_attempts)
            .field("otp_code_confirmed", &self.otp_code_confirmed)
            .field("otp_code_sent", &self.otp_code_sent)
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

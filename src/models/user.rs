use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz};

use crate::schema::users;
use crate::types::{PasswordHash, UserId};

#[diesel::declare_sql_function]
extern "SQL" {
    fn lower(text: Text) -> Text;
}

/// Somebody who signs in, or the house (table `users`).
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable)]
#[diesel(table_name = users, check_for_backend(Pg))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct User {
    /// The user's number.
    pub id: UserId,
    /// The name that accounts carry as their owner.
    pub username: String,
    /// The e-mail address, as it was given.
    pub email: String,
    /// What the user is called.
    pub full_name: String,
    /// The password's bcrypt hash; never shown.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub hashed_password: PasswordHash,
    /// When the password was last set.
    pub password_changed_at: DateTime<Utc>,
    /// When the user was added.
    pub created_at: DateTime<Utc>,
    /// When the row last changed.
    pub updated_at: DateTime<Utc>,
    /// When the user was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Counts the row's changes.
    pub version: i64,
}

/// A user to add.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = users)]
pub struct NewUser<'a> {
    /// The name that accounts will carry; no `@` in it.
    pub username: &'a str,
    /// The e-mail address.
    pub email: &'a str,
    /// What the user is called.
    pub full_name: &'a str,
    /// The password's hash, or a locked one.
    pub hashed_password: &'a PasswordHash,
}

/// What to change of a user; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = users)]
pub struct UserChanges {
    /// The name that accounts are to carry; those that exist follow.
    pub username: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// What the user is to be called.
    pub full_name: Option<String>,
}

/// Which users to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UserFilter {
    /// Those that aren't deleted.
    #[default]
    Active,
    /// Only the deleted.
    Deleted,
    /// All of them.
    All,
}

impl User {
    /// Adds a user.
    ///
    /// # Errors
    /// Violates `users_username_key` or `users_email_key` when the name or the address is taken.
    pub fn insert(conn: &mut PgConnection, user: &NewUser<'_>) -> QueryResult<Self> {
        diesel::insert_into(users::table).values(user).returning(Self::as_returning()).get_result(conn)
    }

    /// The user with this number, deleted or not.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find(conn: &mut PgConnection, id: UserId) -> QueryResult<Option<Self>> {
        Self::query().find(id).first(conn).optional()
    }

    /// The user with this number, deleted or not.
    ///
    /// # Errors
    /// [`NotFound`](diesel::result::Error::NotFound) when there is none.
    pub fn get(conn: &mut PgConnection, id: UserId) -> QueryResult<Self> {
        Self::query().find(id).first(conn)
    }

    /// The user with this name, deleted or not: a name is never given twice.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_username(conn: &mut PgConnection, username: &str) -> QueryResult<Option<Self>> {
        Self::query().filter(users::username.eq(username)).first(conn).optional()
    }

    /// The undeleted user with this e-mail address, without regard to case.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_email(conn: &mut PgConnection, email: &str) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(lower(users::email).eq(lower(email)))
            .filter(users::deleted_at.is_null())
            .first(conn)
            .optional()
    }

    /// Users by number, at most `limit` of those after `after`.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list(
        conn: &mut PgConnection,
        filter: UserFilter,
        after: Option<UserId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().into_boxed();
        match filter {
            UserFilter::Active => query = query.filter(users::deleted_at.is_null()),
            UserFilter::Deleted => query = query.filter(users::deleted_at.is_not_null()),
            UserFilter::All => {}
        }
        if let Some(after) = after {
            query = query.filter(users::id.gt(after));
        }
        query.order(users::id).limit(limit).load(conn)
    }

    /// Changes a user if the row still has the version that the caller saw; `None` when it hasn't or isn't there.
    ///
    /// Changing nothing returns the row as it is.
    ///
    /// # Errors
    /// As [`User::insert`].
    pub fn update(
        conn: &mut PgConnection,
        id: UserId,
        version: i64,
        changes: &UserChanges,
    ) -> QueryResult<Option<Self>> {
        if *changes == UserChanges::default() {
            return Self::query().find(id).filter(users::version.eq(version)).first(conn).optional();
        }
        diesel::update(users::table.find(id).filter(users::version.eq(version)))
            .set(changes)
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// The user with this number, whose row nobody else changes until the transaction ends, and the database's time.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_locked(conn: &mut PgConnection, id: UserId) -> QueryResult<Option<(Self, DateTime<Utc>)>> {
        users::table
            .find(id)
            .select((Self::as_select(), now.into_sql::<Timestamptz>()))
            .for_no_key_update()
            .first(conn)
            .optional()
    }

    /// Replaces the hash of a password by another hash of the same password, unless it has changed meanwhile; says
    /// whether it did.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn rehash_password(
        conn: &mut PgConnection,
        id: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> QueryResult<bool> {
        diesel::update(users::table.find(id).filter(users::hashed_password.eq(old)))
            .set(users::hashed_password.eq(new))
            .execute(conn)
            .map(|rows| rows == 1)
    }

    /// Sets the password's hash and the time of the change.
    ///
    /// # Errors
    /// `NotFound` when there is no such user.
    pub fn update_password(conn: &mut PgConnection, id: UserId, hash: &PasswordHash) -> QueryResult<Self> {
        diesel::update(users::table.find(id))
            .set((users::hashed_password.eq(hash), users::password_changed_at.eq(now)))
            .returning(Self::as_returning())
            .get_result(conn)
    }

    /// Marks a user as deleted; the e-mail address becomes free, the name doesn't. `None` when there is no such
    /// user that isn't deleted yet.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn soft_delete(conn: &mut PgConnection, id: UserId) -> QueryResult<Option<Self>> {
        diesel::update(users::table.find(id).filter(users::deleted_at.is_null()))
            .set(users::deleted_at.eq(now))
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// Takes a deletion back; `None` when there is no such deleted user.
    ///
    /// # Errors
    /// Violates `users_email_key` when the address has been taken by another meanwhile.
    pub fn restore(conn: &mut PgConnection, id: UserId) -> QueryResult<Option<Self>> {
        diesel::update(users::table.find(id).filter(users::deleted_at.is_not_null()))
            .set(users::deleted_at.eq(None::<DateTime<Utc>>))
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }
}

use diesel::prelude::*;

use super::{AccountQuery, Listed, OrderQuery, OrderRow, SessionQuery, SessionRow};
use super::{list_accounts, list_orders, list_sessions};
use crate::models::{Account, User, UserFilter};
use crate::schema::users;
use crate::types::UserId;

/// Which users to list, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Deleted or not.
    pub filter: UserFilter,
    /// Only those with this text in their username, e-mail address or full name, without regard to case.
    pub search: Option<String>,
    /// By falling numbers instead of rising ones.
    pub newest_first: bool,
    /// Go on behind this one.
    pub after: Option<UserId>,
    /// How many at most.
    pub limit: i64,
}

/// Users by number. A search reads on until it has found enough.
///
/// # Errors
/// Only the database's own.
pub fn list_users(conn: &mut PgConnection, wanted: &UserQuery) -> QueryResult<Listed<User>> {
    let mut query = User::query().into_boxed();
    match wanted.filter {
        UserFilter::Active => query = query.filter(users::deleted_at.is_null()),
        UserFilter::Deleted => query = query.filter(users::deleted_at.is_not_null()),
        UserFilter::All => {}
    }
    if let Some(text) = &wanted.search {
        let pattern = containing(text);
        let name = users::username.ilike(pattern.clone()).or(users::full_name.ilike(pattern.clone()));
        query = query.filter(name.or(users::email.ilike(pattern)));
    }
    query = match (wanted.newest_first, wanted.after) {
        (false, None) => query.order(users::id),
        (false, Some(after)) => query.filter(users::id.gt(after)).order(users::id),
        (true, None) => query.order(users::id.desc()),
        (true, Some(after)) => query.filter(users::id.lt(after)).order(users::id.desc()),
    };
    Ok(Listed::cut(query.limit(wanted.limit + 1).load(conn)?, wanted.limit))
}

/// The pattern that finds a text anywhere, whatever is in it.
fn containing(text: &str) -> String {
    let escape = |c: char| if matches!(c, '%' | '_' | '\\') { format!("\\{c}") } else { c.to_string() };
    format!("%{}%", text.chars().map(escape).collect::<String>())
}

/// A user with everything of theirs, at most so many of each kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UserPicture {
    /// The user.
    pub user: User,
    /// The accounts, by number.
    pub accounts: Listed<Account>,
    /// The orders, the newest first.
    pub orders: Listed<OrderRow>,
    /// The sessions, the newest first.
    pub sessions: Listed<SessionRow>,
}

/// Everything of a user's.
///
/// # Errors
/// Only the database's own.
pub fn user_picture(conn: &mut PgConnection, user: User, limit: i64) -> QueryResult<UserPicture> {
    let owned = AccountQuery { owner: Some(user.username.clone()), limit, ..AccountQuery::default() };
    let bought = OrderQuery { user: Some(user.id), limit, ..OrderQuery::default() };
    let begun = SessionQuery { user: Some(user.id), after: None, limit };
    Ok(UserPicture {
        accounts: list_accounts(conn, &owned)?,
        orders: list_orders(conn, &bought)?,
        sessions: list_sessions(conn, &begun)?,
        user,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_search_is_a_wildcard() {
        assert_eq!(containing(r"50%_\"), r"%50\%\_\\%");
    }
}

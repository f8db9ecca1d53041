use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};

use super::LedgerError;
use crate::database::read_only;
use crate::models::Account;
use crate::schema::entries;
use crate::types::{AccountId, Money};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The version that an account had just before an instant.
    fn account_version_before(account: BigInt, instant: Timestamptz) -> BigInt;
}

/// What an account held at an instant: the balance with every entry up to and at it.
///
/// # Errors
/// [`LedgerError::AccountNotFound`].
pub fn balance_at(
    conn: &mut PgConnection,
    account: AccountId,
    instant: DateTime<Utc>,
) -> Result<Money, LedgerError> {
    read_only(conn, |conn| {
        let found = Account::find(conn, account)?.ok_or(LedgerError::AccountNotFound(account))?;
        // The database counts in microseconds: the next one is the first that is later.
        let after = instant.checked_add_signed(TimeDelta::microseconds(1)).unwrap_or(instant);
        let version = version_before(conn, account, after)?;
        balance_with_version(conn, &found, version)
    })
}

pub(super) fn version_before(
    conn: &mut PgConnection,
    account: AccountId,
    at: DateTime<Utc>,
) -> QueryResult<i64> {
    diesel::select(account_version_before(account, at)).get_result(conn)
}

/// The balance after so many entries; nothing before the first.
pub(super) fn balance_with_version(
    conn: &mut PgConnection,
    account: &Account,
    version: i64,
) -> Result<Money, LedgerError> {
    if version == 0 {
        return Ok(Money::zero(account.currency));
    }
    let minor = entries::table
        .filter(entries::account_id.eq(account.id))
        .filter(entries::account_version.eq(version))
        .select(entries::balance_after)
        .first(conn)?;
    Ok(Money::new(minor, account.currency))
}

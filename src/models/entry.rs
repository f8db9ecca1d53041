use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;

use super::{Account, Transfer};
use crate::schema::entries;
use crate::types::{AccountId, EntryId, TransferId};

/// One side of a transfer in one account's history (table `entries`). Only the database writes them.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable, Associations)]
#[diesel(table_name = entries, check_for_backend(Pg), belongs_to(Transfer), belongs_to(Account))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Entry {
    /// The entry's number. Histories are ordered by [`Entry::account_version`], not by this.
    pub id: EntryId,
    /// The transfer that it is a side of.
    pub transfer_id: TransferId,
    /// The account that it moved.
    pub account_id: AccountId,
    /// By how much, in minor units of the account's currency: negative is a debit, positive a credit.
    pub amount: i64,
    /// Its place in the account's history: 1, 2, 3, … without gaps.
    pub account_version: i64,
    /// The account's balance with it, in minor units.
    pub balance_after: i64,
    /// When it was posted.
    pub created_at: DateTime<Utc>,
}

impl Entry {
    /// An account's entries, the newest first, at most `limit` of those before version `before`.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list(
        conn: &mut PgConnection,
        account: AccountId,
        before: Option<i64>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().filter(entries::account_id.eq(account)).into_boxed();
        if let Some(before) = before {
            query = query.filter(entries::account_version.lt(before));
        }
        query.order(entries::account_version.desc()).limit(limit).load(conn)
    }

    /// Every account's entries, the newest number first, at most `limit` of those before `before`.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list_all(conn: &mut PgConnection, before: Option<EntryId>, limit: i64) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().into_boxed();
        if let Some(before) = before {
            query = query.filter(entries::id.lt(before));
        }
        query.order(entries::id.desc()).limit(limit).load(conn)
    }

    /// The two entries of a transfer, the debit first.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn of_transfer(conn: &mut PgConnection, transfer: TransferId) -> QueryResult<Vec<Self>> {
        Self::query().filter(entries::transfer_id.eq(transfer)).order(entries::amount).load(conn)
    }
}

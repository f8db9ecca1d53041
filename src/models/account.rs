use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::Pg;
use diesel::prelude::*;

use crate::schema::accounts;
use crate::types::{AccountId, Currency, Money};

/// Money that somebody holds in one currency (table `accounts`).
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable)]
#[diesel(table_name = accounts, check_for_backend(Pg))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Account {
    /// The account's number.
    pub id: AccountId,
    /// The username of who holds it; [`Account::HOUSE`] is the operator.
    pub owner: String,
    /// What currency it holds.
    pub currency: Currency,
    /// What it holds, in minor units.
    pub balance: i64,
    /// How far under zero it may go, in minor units; `None` is without limit.
    pub overdraft_limit: Option<i64>,
    /// How many entries it has.
    pub version: i64,
    /// The time of its latest entry.
    pub last_posted_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

/// An account to open. It opens empty; money comes by transfers.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = accounts, treat_none_as_default_value = false)]
pub struct NewAccount<'a> {
    /// The username of who will hold it.
    pub owner: &'a str,
    /// What currency it will hold.
    pub currency: Currency,
    /// How far under zero it may go, in minor units; `None` is without limit, for the house only.
    pub overdraft_limit: Option<i64>,
}

impl<'a> NewAccount<'a> {
    /// An account that can't be overdrawn.
    pub fn new(owner: &'a str, currency: Currency) -> Self {
        Self { owner, currency, overdraft_limit: Some(0) }
    }

    /// Lets the balance go this far under zero, in minor units.
    #[must_use]
    pub fn overdraft_limit(mut self, limit: i64) -> Self {
        self.overdraft_limit = Some(limit);
        self
    }
}

/// Which accounts to list; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Only this owner's.
    pub owner: Option<String>,
    /// Only in this currency.
    pub currency: Option<Currency>,
}

impl Account {
    /// The username that owns the house's accounts, through which money enters and leaves.
    pub const HOUSE: &'static str = "house";

    /// Inserts an empty account.
    ///
    /// # Errors
    /// Violates `owner_currency_key` when the owner has one in this currency, `accounts_owner_fkey` when there
    /// is no such user.
    pub fn insert(conn: &mut PgConnection, account: &NewAccount<'_>) -> QueryResult<Self> {
        diesel::insert_into(accounts::table).values(account).returning(Self::as_returning()).get_result(conn)
    }

    /// The account with this number, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find(conn: &mut PgConnection, id: AccountId) -> QueryResult<Option<Self>> {
        Self::query().find(id).first(conn).optional()
    }

    /// The account with this number.
    ///
    /// # Errors
    /// [`NotFound`](diesel::result::Error::NotFound) when there is none.
    pub fn get(conn: &mut PgConnection, id: AccountId) -> QueryResult<Self> {
        Self::query().find(id).first(conn)
    }

    /// The one account that an owner may have in a currency, by `owner_currency_key`.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_owner(
        conn: &mut PgConnection,
        owner: &str,
        currency: Currency,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(accounts::owner.eq(owner))
            .filter(accounts::currency.eq(currency))
            .first(conn)
            .optional()
    }

    /// Accounts by number, at most `limit` of those after `after`.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list(
        conn: &mut PgConnection,
        filter: &AccountFilter,
        after: Option<AccountId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().into_boxed();
        if let Some(owner) = &filter.owner {
            query = query.filter(accounts::owner.eq(owner));
        }
        if let Some(currency) = filter.currency {
            query = query.filter(accounts::currency.eq(currency));
        }
        if let Some(after) = after {
            query = query.filter(accounts::id.gt(after));
        }
        query.order(accounts::id).limit(limit).load(conn)
    }

    /// Locks these accounts in the order of their numbers until the transaction ends; those that don't exist are
    /// left out.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn lock(conn: &mut PgConnection, ids: &[AccountId]) -> QueryResult<Vec<Self>> {
        Self::query().filter(accounts::id.eq_any(ids)).order(accounts::id).for_no_key_update().load(conn)
    }

    /// Sets how far under zero the balance may go, in minor units (`None`: without limit, for the house only).
    ///
    /// # Errors
    /// Violates `accounts_balance_within_overdraft` when the balance is already lower; `NotFound` when there is
    /// no such account.
    pub fn update_overdraft_limit(
        conn: &mut PgConnection,
        id: AccountId,
        limit: Option<i64>,
    ) -> QueryResult<Self> {
        diesel::update(accounts::table.find(id))
            .set(accounts::overdraft_limit.eq(limit))
            .returning(Self::as_returning())
            .get_result(conn)
    }

    /// Closes the account: nothing can be posted to it any more. A closed one keeps its first time.
    ///
    /// # Errors
    /// Violates `accounts_closed_means_empty` when it still holds money or owes some; `NotFound` when there is
    /// no such account that is open.
    pub fn close(conn: &mut PgConnection, id: AccountId) -> QueryResult<Self> {
        diesel::update(accounts::table.find(id).filter(accounts::closed_at.is_null()))
            .set(accounts::closed_at.eq(now))
            .returning(Self::as_returning())
            .get_result(conn)
    }

    /// What it holds, as money.
    pub fn balance(&self) -> Money {
        Money::new(self.balance, self.currency)
    }

    /// What can be taken out of it now: the balance and what it may be overdrawn. `None` is without limit.
    pub fn available(&self) -> Option<Money> {
        self.overdraft_limit.map(|limit| Money::new(self.balance.saturating_add(limit), self.currency))
    }
}

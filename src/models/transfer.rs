use std::borrow::Cow;

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;

use crate::schema::transfers;
use crate::types::{AccountId, Currency, Money, MoneyError, TransferId};

/// Money moved from one account to another (table `transfers`); it never changes.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable)]
#[diesel(table_name = transfers, check_for_backend(Pg))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Transfer {
    /// The transfer's number.
    pub id: TransferId,
    /// The account that was debited.
    pub from_account_id: AccountId,
    /// The account that was credited.
    pub to_account_id: AccountId,
    /// The currency of both.
    pub currency: Currency,
    /// How much moved, in minor units; positive.
    pub amount: i64,
    /// The caller's own name for the request.
    pub idempotency_key: Option<String>,
    /// What it was for.
    pub description: Option<String>,
    /// The transfer that it gives back in full or in part.
    pub reverses_id: Option<TransferId>,
    /// On the half of an exchange that bought: the transfer that sold.
    pub exchanges_id: Option<TransferId>,
    /// When it was posted.
    pub created_at: DateTime<Utc>,
}

/// A transfer to post. Inserting it is the whole posting: the database locks, checks and moves the balances.
///
/// ```
/// use ledgerstore::models::NewTransfer;
/// use ledgerstore::types::{AccountId, Currency, Money};
///
/// let rent = NewTransfer::new(AccountId::new(1), AccountId::new(2), Money::new(650_00, Currency::EUR))
///     .idempotency_key("rent-2026-11")
///     .description("Rent for November");
/// assert_eq!(rent.amount().to_string(), "650.00 EUR");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
// A NULL is bound, where DEFAULT would make each mix of given fields a statement of its own, never prepared.
#[diesel(table_name = transfers, treat_none_as_default_value = false)]
pub struct NewTransfer<'a> {
    /// The account to debit.
    pub from_account_id: AccountId,
    /// The account to credit.
    pub to_account_id: AccountId,
    currency: Currency,
    amount: i64,
    /// The caller's own name for the request, 1 to 255 characters: with it, posting again posts nothing new.
    pub idempotency_key: Option<Cow<'a, str>>,
    /// What it is for, 1 to 1,000 characters.
    pub description: Option<Cow<'a, str>>,
    /// The transfer that it gives back in full or in part.
    pub reverses_id: Option<TransferId>,
    /// On the half of an exchange that buys: the transfer that sold.
    pub(crate) exchanges_id: Option<TransferId>,
    /// Post only if the debited account has this version. It isn't a column: [`ledger`](crate::ledger) checks it.
    #[diesel(skip_insertion)]
    pub expected_version: Option<i64>,
}

impl<'a> NewTransfer<'a> {
    /// Moves `amount` from one account to another; both must hold its currency.
    pub fn new(from: AccountId, to: AccountId, amount: Money) -> Self {
        Self {
            from_account_id: from,
            to_account_id: to,
            currency: amount.currency(),
            amount: amount.minor_units(),
            idempotency_key: None,
            description: None,
            reverses_id: None,
            exchanges_id: None,
            expected_version: None,
        }
    }

    /// Gives `amount` of a posted transfer back; all its reversals together can't exceed it.
    pub fn reversal(original: &Transfer, amount: Money) -> Self {
        let back = Self::new(original.to_account_id, original.from_account_id, amount);
        Self { reverses_id: Some(original.id), ..back }
    }

    /// Names the request, so that sending it again can't post it again.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<Cow<'a, str>>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Posts only if the debited account has this version, so that nothing has happened to it since it was read.
    #[must_use]
    pub fn expected_version(mut self, version: i64) -> Self {
        self.expected_version = Some(version);
        self
    }

    /// The same request with texts of its own, for handing it to another thread.
    pub fn into_owned(self) -> NewTransfer<'static> {
        NewTransfer {
            idempotency_key: self.idempotency_key.map(|key| Cow::Owned(key.into_owned())),
            description: self.description.map(|text| Cow::Owned(text.into_owned())),
            from_account_id: self.from_account_id,
            to_account_id: self.to_account_id,
            currency: self.currency,
            amount: self.amount,
            reverses_id: self.reverses_id,
            exchanges_id: self.exchanges_id,
            expected_version: self.expected_version,
        }
    }

    /// How much is to move.
    pub fn amount(&self) -> Money {
        Money::new(self.amount, self.currency)
    }

    /// Whether `posted` is what this request asks for.
    pub fn asks_for(&self, posted: &Transfer) -> bool {
        self.from_account_id == posted.from_account_id
            && self.to_account_id == posted.to_account_id
            && self.currency == posted.currency
            && self.amount == posted.amount
            && self.description.as_deref() == posted.description.as_deref()
            && self.reverses_id == posted.reverses_id
            && self.exchanges_id == posted.exchanges_id
    }
}

/// Which transfers to list; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransferFilter {
    /// Only those that debit or credit this account.
    pub account: Option<AccountId>,
}

impl Transfer {
    /// Posts a transfer.
    ///
    /// # Errors
    /// Violates the rule by which the database refuses it; [`ledger::transfer`](crate::ledger::transfer) gives
    /// these names.
    pub fn insert(conn: &mut PgConnection, transfer: &NewTransfer<'_>) -> QueryResult<Self> {
        diesel::insert_into(transfers::table)
            .values(transfer)
            .returning(Self::as_returning())
            .get_result(conn)
    }

    /// Posts a transfer unless its idempotency key is taken; `None` when it is.
    ///
    /// # Errors
    /// As [`Transfer::insert`].
    pub fn insert_once(conn: &mut PgConnection, transfer: &NewTransfer<'_>) -> QueryResult<Option<Self>> {
        diesel::insert_into(transfers::table)
            .values(transfer)
            .on_conflict(transfers::idempotency_key)
            .do_nothing()
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// The transfer with this number, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find(conn: &mut PgConnection, id: TransferId) -> QueryResult<Option<Self>> {
        Self::query().find(id).first(conn).optional()
    }

    /// The transfer with this number.
    ///
    /// # Errors
    /// [`NotFound`](diesel::result::Error::NotFound) when there is none.
    pub fn get(conn: &mut PgConnection, id: TransferId) -> QueryResult<Self> {
        Self::query().find(id).first(conn)
    }

    /// The transfer that was posted under an idempotency key.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_idempotency_key(conn: &mut PgConnection, key: &str) -> QueryResult<Option<Self>> {
        Self::query().filter(transfers::idempotency_key.eq(key)).first(conn).optional()
    }

    /// Transfers, the newest number first, at most `limit` of those before `before`.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list(
        conn: &mut PgConnection,
        filter: &TransferFilter,
        before: Option<TransferId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().into_boxed();
        if let Some(account) = filter.account {
            query =
                query.filter(transfers::from_account_id.eq(account).or(transfers::to_account_id.eq(account)));
        }
        if let Some(before) = before {
            query = query.filter(transfers::id.lt(before));
        }
        query.order(transfers::id.desc()).limit(limit).load(conn)
    }

    /// The transfers that reverse this one, in the order in which they were posted.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn reversals(&self, conn: &mut PgConnection) -> QueryResult<Vec<Self>> {
        Self::query().filter(transfers::reverses_id.eq(self.id)).order(transfers::id).load(conn)
    }

    /// The transfer that bought the other currency of an exchange in which this one sold.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn exchanged_for(&self, conn: &mut PgConnection) -> QueryResult<Option<Self>> {
        Self::query().filter(transfers::exchanges_id.eq(self.id)).first(conn).optional()
    }

    /// What these reversals of it leave.
    ///
    /// # Errors
    /// Never for its own reversals: they are of its currency, and smaller.
    pub fn left_after(&self, reversals: &[Self]) -> Result<Money, MoneyError> {
        reversals.iter().try_fold(self.amount(), |left, reversal| left.checked_sub(reversal.amount()))
    }

    /// How much moved, as money.
    pub fn amount(&self) -> Money {
        Money::new(self.amount, self.currency)
    }
}

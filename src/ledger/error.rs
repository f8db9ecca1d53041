use thiserror::Error;

use crate::database::Transient;
use crate::database::error::violated_rule;
use crate::types::{AccountId, Currency, Money, MoneyError, TransferId};

/// Why the ledger refused something. Nothing was changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The balance and what it may be overdrawn don't cover the amount (`accounts_balance_within_overdraft`).
    #[error("insufficient funds: account {account} has {available} available, {requested} was asked for")]
    InsufficientFunds {
        /// The account that was to be debited.
        account: AccountId,
        /// What was available in it just after the refusal.
        available: Money,
        /// What was asked for.
        requested: Money,
    },
    /// There is no such account.
    #[error("there is no account {0}")]
    AccountNotFound(AccountId),
    /// An account holds another currency than the transfer's (`transfers_from_account_fkey`, `…_to_account_fkey`).
    #[error("account {account} holds {held}, the transfer is in {requested}")]
    CurrencyMismatch {
        /// The account.
        account: AccountId,
        /// What it holds.
        held: Currency,
        /// What was asked for.
        requested: Currency,
    },
    /// The account is closed (`accounts_closed_means_empty`).
    #[error("account {0} is closed")]
    AccountClosed(AccountId),
    /// The account can't be closed while it holds or owes money (`accounts_closed_means_empty`).
    #[error("account {account} holds {balance}; only an empty account can be closed")]
    AccountNotEmpty {
        /// The account.
        account: AccountId,
        /// What it holds.
        balance: Money,
    },
    /// There is no such transfer.
    #[error("there is no transfer {0}")]
    TransferNotFound(TransferId),
    /// The account has changed since the caller read it; the transfer expected another version.
    #[error("account {account} is at version {actual}, not {expected}: it has changed, read it again")]
    StaleVersion {
        /// The account that was to be debited.
        account: AccountId,
        /// The version that the caller saw.
        expected: i64,
        /// The version that it has.
        actual: i64,
    },
    /// All reversals of a transfer together can't exceed it (`transfers_reversals_within_original`).
    #[error("transfer {original} has {remaining} left to reverse, {requested} was asked for")]
    ReversalExceeds {
        /// The transfer to reverse.
        original: TransferId,
        /// What is left of it.
        remaining: Money,
        /// What was asked for.
        requested: Money,
    },
    /// A reversal moves money back between the accounts of an ordinary transfer; a reversal can't be reversed itself
    /// (`transfers_reversal_mirrors_original`).
    #[error(
        "transfer {0} can't be reversed like this: only an ordinary transfer can, between its own two accounts"
    )]
    ReversalMismatch(TransferId),
    /// An exchange is between two currencies, at a rate above zero.
    #[error("an exchange needs two currencies and a rate above zero that leaves at least one minor unit")]
    NotAnExchange,
    /// The amounts can't be represented.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The idempotency key was used for a different request (`transfers_idempotency_key_key`).
    #[error("the idempotency key was used before for another request, transfer {0}")]
    IdempotencyKeyReused(TransferId),
    /// Two different requests of one batch have the same idempotency key, and the first of them wasn't posted either.
    #[error("two different requests of the batch have the same idempotency key")]
    IdempotencyKeyRepeated,
    /// The amount isn't between 1 and 2^62 minor units (`transfers_amount_range`).
    #[error("{0} can't be transferred: an amount is positive and at most 2^62 minor units")]
    AmountOutOfRange(Money),
    /// The balance would leave ±2^62 minor units (`accounts_balance_range`).
    #[error("a balance can't go beyond 2^62 minor units")]
    BalanceOutOfRange,
    /// Both sides of the transfer are one account (`transfers_accounts_differ`).
    #[error("account {0} can't pay itself")]
    SameAccount(AccountId),
    /// The idempotency key isn't 1 to 255 characters (`transfers_idempotency_key_length`).
    #[error("an idempotency key has 1 to 255 characters")]
    IdempotencyKeyLength,
    /// The description isn't 1 to 1,000 characters (`transfers_description_length`).
    #[error("a description has 1 to 1,000 characters; leave it out if there is none")]
    DescriptionLength,
    /// The owner has an account in this currency already (`owner_currency_key`).
    #[error("{owner} has an account in {currency} already")]
    AccountExists {
        /// The owner.
        owner: String,
        /// The currency.
        currency: Currency,
    },
    /// There is no user of this name to own an account (`accounts_owner_fkey`).
    #[error("there is no user {0}")]
    OwnerNotFound(String),
    /// The overdraft limit isn't between 0 and 2^62 minor units (`accounts_overdraft_limit_range`).
    #[error("an overdraft limit is 0 to 2^62 minor units")]
    OverdraftLimitRange,
    /// Only the house's accounts may be without a limit (`accounts_unlimited_only_for_house`).
    #[error("only the house's accounts can be overdrawn without limit")]
    UnlimitedOnlyForHouse,
    /// The balance is already further under zero than the new limit (`accounts_balance_within_overdraft`).
    #[error("account {account} stands at {balance}, which is under the new limit")]
    OverdrawnBeyondLimit {
        /// The account.
        account: AccountId,
        /// Its balance.
        balance: Money,
    },
    /// The database told an outcome that this build doesn't know: its migrations are newer.
    #[error("the database answered {0:?}, which this program doesn't know; use a newer program")]
    UnknownOutcome(String),
    /// Anything else the database said.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl LedgerError {
    /// The violated rule's name, where the database refused and no variant tells more.
    pub(super) fn rule(&self) -> Option<&str> {
        match self {
            Self::Database(error) => violated_rule(error),
            _ => None,
        }
    }
}

impl Transient for LedgerError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_transient())
    }
}

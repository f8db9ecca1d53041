//! Money: accounts, transfers that always balance, and reading them back.
//!
//! Inserting a transfer is the whole posting. The database locks the two accounts in the order of their numbers,
//! checks them, writes the debit and the credit with the running balances, and moves the balances; what it
//! refuses comes back as a [`LedgerError`] with a name.

mod account;
mod balance;
mod batch;
mod batch_query;
mod diagnosis;
mod error;
mod exchange;
mod house;
pub mod poster;
mod posting;
mod reversal;
mod statement;
mod trace;
mod trial_balance;

pub use crate::models::{NewAccount, NewTransfer};
pub use account::{close_account, find_or_open_account, open_account, set_overdraft_limit};
pub use balance::balance_at;
pub use batch::{BatchError, Outcome, transfer_batch, transfer_batch_partial};
pub use error::LedgerError;
pub use exchange::{Exchanged, exchange};
pub use house::{Reference, deposit, house_account, withdraw};
pub use poster::{Poster, PosterOptions};
pub use posting::{Posted, transfer};
pub use reversal::{reverse, reverse_with};
pub use statement::{Period, Statement, StatementLine, StatementPage, statement};
pub use trace::{Trace, trace};
pub use trial_balance::{TrialBalance, trial_balance};

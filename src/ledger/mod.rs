//! Money: accounts, transfers that always balance, and reading them back.
//!
//! Inserting a transfer is the whole posting. The database locks the two accounts in the order of their numbers,
//! checks them, writes the debit and the credit with the running balances, and moves the balances; what it
//! refuses comes back as a [`LedgerError`] with a name.

mod account;
mod error;
mod house;
mod posting;
mod statement;
mod trial_balance;

pub use crate::models::{NewAccount, NewTransfer};
pub use account::{close_account, find_or_open_account, open_account, set_overdraft_limit};
pub use error::LedgerError;
pub use house::{Reference, deposit, house_account, withdraw};
pub use posting::{Posted, transfer};
pub use statement::{StatementLine, statement};
pub use trial_balance::{TrialBalance, trial_balance};

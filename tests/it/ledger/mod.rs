mod batch;
mod concurrency;
mod exchange;
mod invariants;
mod model;
mod poster;
mod posting;
mod reversal;
mod statement;

use diesel::PgConnection;
use ledgerstore::models::Account;
use ledgerstore::types::{AccountId, Currency, Money};

fn eur(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

fn balance(conn: &mut PgConnection, account: AccountId) -> i64 {
    Account::get(conn, account).unwrap().balance
}

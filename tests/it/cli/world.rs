//! A small world that is the same in each test, so that what commands print can be compared.

use chrono::{Duration, Utc};
use diesel::prelude::*;
use ledgerstore::ledger::{self, NewAccount, NewTransfer, Reference};
use ledgerstore::models::{Account, NewSession, Session, User};
use ledgerstore::shop::{self, Line};
use ledgerstore::types::{Currency, Money};

use crate::support::{TestDb, account, product, user};

/// Two who pay each other and buy, one who has left, and one payment that was given back.
pub fn world() -> TestDb {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = account(conn, "anna", Currency::EUR);
    let ben = account(conn, "ben", Currency::EUR);
    let yen = ledger::open_account(conn, &NewAccount::new("ben", Currency::JPY)).unwrap();
    deposit(conn, &anna, 120_00);
    deposit(conn, &ben, 20_00);
    deposit(conn, &yen, 5_000);
    let lunch = NewTransfer::new(anna.id, ben.id, euros(12_50)).description("Lunch").idempotency_key("lunch");
    let lunch = ledger::transfer(conn, &lunch).unwrap();
    ledger::reverse(conn, lunch.id, Some(euros(2_50))).unwrap();
    orders(conn);
    sign_in(conn);
    let gone = user(conn, "carla");
    User::soft_delete(conn, gone.id).unwrap();
    db
}

/// One order of each kind that matters: paid, waiting, and paid but cancelled.
fn orders(conn: &mut PgConnection) {
    let tea = product(conn, "TEA", 6_50, 40).id;
    let mug = product(conn, "MUG", 14_00, 3).id;
    let anna = User::find_by_username(conn, "anna").unwrap().unwrap().id;
    let mut place = |lines: &[Line]| shop::place_order(conn, anna, lines).unwrap().order.id;
    let paid = place(&[Line::new(tea, 2), Line::new(mug, 1)]);
    place(&[Line::new(tea, 1)]);
    let cancelled = place(&[Line::new(mug, 1)]);
    shop::pay(conn, paid).unwrap();
    shop::pay(conn, cancelled).unwrap();
    shop::cancel(conn, cancelled).unwrap();
}

fn sign_in(conn: &mut PgConnection) {
    let user_id = User::find_by_username(conn, "anna").unwrap().unwrap().id;
    let expires_at = Utc::now() + Duration::days(1);
    let (session_verifier, otp_code_encrypted) = (&[7; 32], &[8; 32]);
    let session = NewSession {
        user_id,
        session_verifier,
        otp_code_encrypted,
        otp_code_expires_at: expires_at,
        expires_at,
    };
    Session::insert(conn, &session).unwrap();
}

fn deposit(conn: &mut PgConnection, account: &Account, minor_units: i64) {
    let amount = Money::new(minor_units, account.currency);
    ledger::deposit(conn, account.id, amount, &Reference::new().description("First deposit")).unwrap();
}

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

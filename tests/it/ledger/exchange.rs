use bigdecimal::BigDecimal;
use ledgerstore::ledger::{self, LedgerError, Reference};
use ledgerstore::models::Transfer;
use ledgerstore::types::{Currency, Money};

use super::invariants::assert_books_are_right;
use super::{balance, eur};
use crate::support::{TestDb, account, funded, raw_error};

fn rate(text: &str) -> BigDecimal {
    text.parse().unwrap()
}

#[test]
fn what_the_rate_gives_arrives_and_the_remainder_is_told() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (euros, dollars) = (funded(conn, "anna", 10_00), account(conn, "anna", Currency::USD));
    let done =
        ledger::exchange(conn, euros.id, dollars.id, eur(1_99), &rate("1.0837"), &Reference::new()).unwrap();
    // 1.99 × 1.0837 = 2.156563
    assert_eq!(done.received, Money::new(2_15, Currency::USD));
    assert_eq!(done.remainder, rate("0.006563"));
    assert_eq!((balance(conn, euros.id), balance(conn, dollars.id)), (8_01, 2_15));
    let bought = Transfer::get(conn, done.bought.id).unwrap();
    assert_eq!(bought.exchanges_id, Some(done.sold.id));
    assert_eq!(bought.description.as_deref(), Some("Exchange of 1.99 EUR at 1.0837, remainder 0.006563"));
    assert_eq!(ledger::trace(conn, done.sold.id).unwrap().exchange.map(|t| t.id), Some(done.bought.id));
    assert_eq!(ledger::trace(conn, done.bought.id).unwrap().exchange.map(|t| t.id), Some(done.sold.id));
    assert_books_are_right(conn);
}

#[test]
fn currencies_without_and_with_three_decimals_are_exact() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (euros, yen) = (funded(conn, "anna", 100_00), account(conn, "anna", Currency::JPY));
    let dinar = account(conn, "anna", Currency::BHD);
    let to_yen =
        ledger::exchange(conn, euros.id, yen.id, eur(10_00), &rate("162.559"), &Reference::new()).unwrap();
    assert_eq!((to_yen.received.to_string().as_str(), to_yen.remainder), ("1625 JPY", rate("0.59")));
    let to_dinar =
        ledger::exchange(conn, euros.id, dinar.id, eur(10_00), &rate("0.4"), &Reference::new()).unwrap();
    assert_eq!((to_dinar.received.to_string().as_str(), to_dinar.remainder), ("4.000 BHD", rate("0")));
}

#[test]
fn both_halves_are_posted_or_none() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (euros, dollars) = (funded(conn, "anna", 1_00), account(conn, "anna", Currency::USD));
    let mut refused = |amount, rate: BigDecimal| {
        ledger::exchange(conn, euros.id, dollars.id, amount, &rate, &Reference::new()).unwrap_err()
    };
    assert!(matches!(refused(eur(1_01), rate("1")), LedgerError::InsufficientFunds { .. }));
    for wrong in ["0", "-1", "0.000001", "1e1000000000", "1e-1000000000"] {
        assert!(matches!(refused(eur(1_00), rate(wrong)), LedgerError::NotAnExchange), "{wrong}");
    }
    ledger::close_account(conn, dollars.id).unwrap();
    let closed =
        ledger::exchange(conn, euros.id, dollars.id, eur(1_00), &rate("1"), &Reference::new()).unwrap_err();
    assert!(matches!(closed, LedgerError::AccountClosed(id) if id == dollars.id), "{closed}");
    let (ben, anna) = (account(conn, "ben", Currency::EUR), euros.id);
    let same = ledger::exchange(conn, anna, ben.id, eur(1_00), &rate("1"), &Reference::new()).unwrap_err();
    assert!(matches!(same, LedgerError::NotAnExchange));
    assert_eq!(balance(conn, anna), 1_00);
    assert_eq!(Transfer::list(conn, &Default::default(), None, 10).unwrap().len(), 1, "only the deposit");
}

#[test]
fn a_key_exchanges_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (euros, dollars) = (funded(conn, "anna", 10_00), account(conn, "anna", Currency::USD));
    let key = Reference::new().idempotency_key("holiday");
    let first = ledger::exchange(conn, euros.id, dollars.id, eur(2_00), &rate("1.1"), &key).unwrap();
    let again = ledger::exchange(conn, euros.id, dollars.id, eur(2_00), &rate("1.1"), &key).unwrap();
    assert!(again.sold.replayed && again.bought.replayed);
    assert_eq!((first.sold.id, first.bought.id), (again.sold.id, again.bought.id));
    let other_rate = ledger::exchange(conn, euros.id, dollars.id, eur(2_00), &rate("1.2"), &key).unwrap_err();
    assert!(matches!(other_rate, LedgerError::IdempotencyKeyReused(_)));
    assert_eq!((balance(conn, euros.id), balance(conn, dollars.id)), (8_00, 2_20));
}

#[test]
fn the_database_refuses_a_link_that_is_no_exchange() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let link = |exchanges: &str| {
        format!(
            "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id)
             VALUES ({}, {}, 'EUR', 1, {exchanges})",
            anna.id, ben.id
        )
    };
    assert_eq!(raw_error(conn, &link("1")), "transfers_exchange_through_house");
    assert_eq!(raw_error(conn, &link("999")), "transfers_exchanges_id_fkey");
}

#[test]
fn opposite_exchanges_at_once_reach_their_callers_without_a_deadlock() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna_eur, anna_usd) = (funded(conn, "anna", 100_00), account(conn, "anna", Currency::USD));
    let (ben_eur, ben_usd) = (account(conn, "ben", Currency::EUR), account(conn, "ben", Currency::USD));
    ledger::deposit(conn, ben_usd.id, Money::new(100_00, Currency::USD), &Reference::new()).unwrap();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                let conn = &mut db.conn();
                for _ in 0..10 {
                    ledger::exchange(
                        conn,
                        anna_eur.id,
                        anna_usd.id,
                        eur(10),
                        &rate("1.1"),
                        &Reference::new(),
                    )
                    .unwrap();
                }
            });
            threads.spawn(|| {
                let conn = &mut db.conn();
                let cents = Money::new(10, Currency::USD);
                for _ in 0..10 {
                    ledger::exchange(conn, ben_usd.id, ben_eur.id, cents, &rate("0.9"), &Reference::new())
                        .unwrap();
                }
            });
        }
    });
    assert_eq!((balance(conn, anna_eur.id), balance(conn, ben_eur.id)), (96_00, 40 * 9));
    assert_books_are_right(conn);
}

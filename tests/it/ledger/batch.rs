use ledgerstore::ledger::{self, BatchError, LedgerError, NewTransfer, Posted};
use ledgerstore::models::{Entry, Transfer};
use ledgerstore::types::{AccountId, Currency};

use super::invariants::assert_books_are_right;
use super::{balance, eur};
use crate::support::{TestDb, account, funded};

#[test]
fn all_are_posted_in_one_go() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let there_and_back = [
        NewTransfer::new(anna.id, ben.id, eur(6_00)),
        NewTransfer::new(ben.id, anna.id, eur(1_00)).description("change"),
        NewTransfer::new(anna.id, ben.id, eur(5_00)),
    ];
    let posted = ledger::transfer_batch(conn, &there_and_back).unwrap();
    assert!(posted.windows(2).all(|pair| pair[0].id < pair[1].id), "{posted:?}");
    assert_eq!((balance(conn, anna.id), balance(conn, ben.id)), (0, 10_00));
    assert_eq!(Transfer::get(conn, posted[1].id).unwrap().description.as_deref(), Some("change"));
    assert!(ledger::transfer_batch(conn, &[]).unwrap().is_empty());
    assert_books_are_right(conn);
}

#[test]
fn one_refused_refuses_all_and_is_named() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let batch = [
        NewTransfer::new(anna.id, ben.id, eur(6_00)),
        NewTransfer::new(anna.id, ben.id, eur(6_00)),
        NewTransfer::new(ben.id, anna.id, eur(6_00)),
    ];
    let refused = ledger::transfer_batch(conn, &batch).unwrap_err();
    assert!(
        matches!(&refused, BatchError::Refused { index: 1, source: LedgerError::InsufficientFunds { available, .. } }
            if *available == eur(4_00)),
        "{refused}"
    );
    assert_eq!((balance(conn, anna.id), balance(conn, ben.id)), (10_00, 0));
    assert_eq!(Entry::list_all(conn, None, 10).unwrap().len(), 2, "only the deposit's");
}

#[test]
fn each_of_a_mixed_batch_gets_its_own_outcome() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let yen = account(conn, "ben", Currency::JPY);
    let closed = account(conn, "carl", Currency::EUR);
    ledger::close_account(conn, closed.id).unwrap();
    let old = NewTransfer::new(anna.id, ben.id, eur(1)).idempotency_key("old");
    let first = ledger::transfer(conn, &old).unwrap();
    let nobody = AccountId::new(999);
    let batch = [
        NewTransfer::new(anna.id, ben.id, eur(5_00)),
        NewTransfer::new(anna.id, nobody, eur(1)),
        NewTransfer::new(nobody, anna.id, eur(1)),
        NewTransfer::new(anna.id, yen.id, eur(1)),
        NewTransfer::new(anna.id, closed.id, eur(1)),
        NewTransfer::new(anna.id, ben.id, eur(99_00)),
        NewTransfer::new(anna.id, anna.id, eur(1)),
        NewTransfer::new(anna.id, ben.id, eur(0)),
        old.clone(),
        NewTransfer::new(anna.id, ben.id, eur(2)).idempotency_key("old"),
        NewTransfer::new(anna.id, ben.id, eur(3)).idempotency_key("new"),
        NewTransfer::new(anna.id, ben.id, eur(3)).idempotency_key("new"),
        NewTransfer::new(anna.id, ben.id, eur(4)).idempotency_key("new"),
        NewTransfer::new(anna.id, ben.id, eur(1)).expected_version(1),
        NewTransfer::new(ben.id, anna.id, eur(5_00)).expected_version(3),
        NewTransfer::new(anna.id, ben.id, eur(1)).description(""),
        NewTransfer::new(anna.id, ben.id, eur(1)).idempotency_key(""),
    ];
    let outcomes = ledger::transfer_batch_partial(conn, &batch).unwrap();
    assert_eq!(outcomes.len(), batch.len());
    let outcome = |i: usize| outcomes[i].as_ref();
    let posted = |i: usize| matches!(outcome(i), Ok(Posted { replayed: false, .. }));
    assert!(posted(0) && posted(10) && posted(14), "{outcomes:?}");
    assert!(matches!(outcome(1), Err(LedgerError::AccountNotFound(id)) if *id == nobody));
    assert!(matches!(outcome(2), Err(LedgerError::AccountNotFound(id)) if *id == nobody));
    assert!(
        matches!(outcome(3), Err(LedgerError::CurrencyMismatch { account, held: Currency::JPY, .. }) if *account == yen.id)
    );
    assert!(matches!(outcome(4), Err(LedgerError::AccountClosed(id)) if *id == closed.id));
    assert!(
        matches!(outcome(5), Err(LedgerError::InsufficientFunds { available, .. }) if *available == eur(4_99))
    );
    assert!(matches!(outcome(6), Err(LedgerError::SameAccount(id)) if *id == anna.id));
    assert!(matches!(outcome(7), Err(LedgerError::AmountOutOfRange(_))));
    assert!(matches!(outcome(8), Ok(Posted { id, replayed: true, .. }) if *id == first.id));
    assert!(matches!(outcome(9), Err(LedgerError::IdempotencyKeyReused(id)) if *id == first.id));
    let new = outcome(10).unwrap().id;
    assert!(matches!(outcome(11), Ok(Posted { id, replayed: true, .. }) if *id == new));
    assert!(matches!(outcome(12), Err(LedgerError::IdempotencyKeyReused(id)) if *id == new));
    assert!(
        matches!(outcome(13), Err(LedgerError::StaleVersion { account, expected: 1, actual: 4 }) if *account == anna.id)
    );
    assert!(matches!(outcome(15), Err(LedgerError::DescriptionLength)));
    assert!(matches!(outcome(16), Err(LedgerError::IdempotencyKeyLength)));
    assert_eq!(balance(conn, ben.id), 4);
    assert_books_are_right(conn);
}

#[test]
fn a_key_whose_first_request_was_refused_is_free_for_the_next() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 1_00), account(conn, "ben", Currency::EUR));
    let batch = [
        NewTransfer::new(anna.id, ben.id, eur(2_00)).idempotency_key("k"),
        NewTransfer::new(anna.id, ben.id, eur(1_00)).idempotency_key("k"),
        NewTransfer::new(anna.id, ben.id, eur(1_00)).idempotency_key("k"),
    ];
    let outcomes = ledger::transfer_batch_partial(conn, &batch).unwrap();
    assert!(matches!(outcomes[0], Err(LedgerError::InsufficientFunds { .. })));
    assert!(matches!(outcomes[1], Ok(Posted { replayed: false, .. })));
    assert!(matches!(outcomes[2], Ok(Posted { replayed: true, .. })));
    assert_eq!(balance(conn, ben.id), 1_00);
}

#[test]
fn balances_in_a_batch_stay_in_range() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, house) = (account(conn, "anna", Currency::EUR), crate::support::house(conn));
    let all = NewTransfer::new(house.id, anna.id, eur(1 << 62));
    let outcomes = ledger::transfer_batch_partial(conn, &[all.clone(), all]).unwrap();
    assert!(outcomes[0].is_ok());
    assert!(matches!(outcomes[1], Err(LedgerError::BalanceOutOfRange)));
}

#[test]
fn an_expected_version_guards_a_single_transfer_too() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let seen = anna.version;
    let transfer = NewTransfer::new(anna.id, ben.id, eur(1)).expected_version(seen);
    ledger::transfer(conn, &transfer).unwrap();
    let stale = ledger::transfer(conn, &transfer).unwrap_err();
    assert!(
        matches!(stale, LedgerError::StaleVersion { account, expected, actual }
            if account == anna.id && expected == seen && actual == seen + 1),
        "{stale}"
    );
    assert_eq!(balance(conn, ben.id), 1);
}

#[test]
fn a_batch_is_prepared_once_whatever_its_size() {
    use diesel::prelude::*;
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let one = NewTransfer::new(anna.id, ben.id, eur(1));
    for size in [1, 2, 5] {
        ledger::transfer_batch(conn, &vec![one.clone(); size]).unwrap();
    }
    ledger::transfer(conn, &one).unwrap();
    ledger::transfer(conn, &one.clone().description("with a text")).unwrap();
    let prepared = |conn: &mut PgConnection, like: &str| {
        let count = diesel::dsl::sql::<diesel::sql_types::BigInt>(
            "count(*) FROM pg_prepared_statements WHERE statement LIKE ",
        )
        .bind::<diesel::sql_types::Text, _>(like);
        diesel::select(count).get_result::<i64>(conn).unwrap()
    };
    assert_eq!(prepared(conn, "%FROM post_batch(%"), 1);
    assert_eq!(prepared(conn, "INSERT INTO \"transfers\"%"), 1);
}

use ledgerstore::ledger::{self, LedgerError, NewTransfer, Reference};
use ledgerstore::models::Transfer;
use ledgerstore::types::{Currency, TransferId};

use super::invariants::assert_books_are_right;
use super::{balance, eur};
use crate::support::{TestDb, account, funded};

#[test]
fn a_transfer_is_reversed_in_parts_and_never_beyond_itself() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let paid = ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(10_00))).unwrap();
    let part = ledger::reverse(conn, paid.id, Some(eur(3_00))).unwrap();
    assert_eq!(Transfer::get(conn, part.id).unwrap().reverses_id, Some(paid.id));
    let too_much = ledger::reverse(conn, paid.id, Some(eur(7_01))).unwrap_err();
    assert!(
        matches!(too_much, LedgerError::ReversalExceeds { original, remaining, requested }
            if original == paid.id && remaining == eur(7_00) && requested == eur(7_01)),
        "{too_much}"
    );
    ledger::reverse(conn, paid.id, None).unwrap();
    assert!(matches!(ledger::reverse(conn, paid.id, None), Err(LedgerError::ReversalExceeds { .. })));
    assert_eq!((balance(conn, anna.id), balance(conn, ben.id)), (10_00, 0));
    assert!(
        matches!(ledger::reverse(conn, part.id, None), Err(LedgerError::ReversalMismatch(id)) if id == part.id)
    );
    let missing = TransferId::new(999);
    assert!(
        matches!(ledger::reverse(conn, missing, None), Err(LedgerError::TransferNotFound(id)) if id == missing)
    );
    assert_books_are_right(conn);
}

#[test]
fn what_was_spent_can_not_be_taken_back() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let paid = ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(10_00))).unwrap();
    ledger::withdraw(conn, ben.id, eur(1), &Reference::new()).unwrap();
    assert!(matches!(ledger::reverse(conn, paid.id, None), Err(LedgerError::InsufficientFunds { .. })));
    for cents in [0, -1] {
        assert!(matches!(
            ledger::reverse(conn, paid.id, Some(eur(cents))),
            Err(LedgerError::AmountOutOfRange(_))
        ));
    }
}

#[test]
fn a_key_reverses_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let paid = ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(10_00))).unwrap();
    let other = ledger::transfer(conn, &NewTransfer::new(ben.id, anna.id, eur(1_00))).unwrap();
    let key = Reference::new().idempotency_key("refund").description("Sorry");
    let first = ledger::reverse_with(conn, paid.id, Some(eur(2_00)), &key).unwrap();
    let again = ledger::reverse_with(conn, paid.id, Some(eur(2_00)), &key).unwrap();
    assert_eq!((again.id, again.replayed), (first.id, true));
    let rest = Reference::new().idempotency_key("rest");
    ledger::deposit(conn, ben.id, eur(1_00), &Reference::new()).unwrap();
    let whole = ledger::reverse_with(conn, paid.id, None, &rest).unwrap();
    assert_eq!(ledger::reverse_with(conn, paid.id, None, &rest).unwrap().id, whole.id);
    let reused = ledger::reverse_with(conn, other.id, None, &rest).unwrap_err();
    assert!(matches!(reused, LedgerError::IdempotencyKeyReused(id) if id == whole.id));
    assert_eq!(balance(conn, anna.id), 11_00);
}

#[test]
fn reversals_in_a_batch_are_bounded_together() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let paid = ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(5_00))).unwrap();
    let paid = Transfer::get(conn, paid.id).unwrap();
    let half = NewTransfer::reversal(&paid, eur(3_00));
    let mut stranger = NewTransfer::new(anna.id, ben.id, eur(1));
    stranger.reverses_id = Some(paid.id);
    let mut unknown = half.clone();
    unknown.reverses_id = Some(TransferId::new(999));
    let outcomes = ledger::transfer_batch_partial(conn, &[half.clone(), half, stranger, unknown]).unwrap();
    assert!(outcomes[0].is_ok());
    assert!(
        matches!(outcomes[1], Err(LedgerError::ReversalExceeds { remaining, .. }) if remaining == eur(2_00))
    );
    assert!(matches!(outcomes[2], Err(LedgerError::ReversalMismatch(id)) if id == paid.id));
    assert!(matches!(outcomes[3], Err(LedgerError::TransferNotFound(id)) if id == TransferId::new(999)));
    assert_books_are_right(conn);
}

#[test]
fn reversals_at_the_same_time_are_bounded_too() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let paid = ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(5_00))).unwrap();
    ledger::deposit(conn, ben.id, eur(100_00), &Reference::new()).unwrap();
    let posted = std::thread::scope(|threads| {
        let one = || ledger::reverse(&mut db.conn(), paid.id, Some(eur(1_00)));
        let all: Vec<_> = (0..12).map(|_| threads.spawn(one)).collect();
        let outcomes: Vec<_> = all.into_iter().map(|thread| thread.join().unwrap()).collect();
        for outcome in &outcomes {
            assert!(matches!(outcome, Ok(_) | Err(LedgerError::ReversalExceeds { .. })), "{outcome:?}");
        }
        outcomes.iter().filter(|outcome| outcome.is_ok()).count()
    });
    assert_eq!(posted, 5);
    assert_books_are_right(conn);
}

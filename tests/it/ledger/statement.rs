use chrono::{DateTime, TimeDelta, Utc};
use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use ledgerstore::ledger::{self, LedgerError, NewTransfer, Period, StatementPage};
use ledgerstore::models::Account;
use ledgerstore::types::{AccountId, Currency};

use super::eur;
use crate::support::{TestDb, account, house};

/// One transfer of 1.00, 2.00, … 6.00 on each of the first days of June 2026, at noon.
fn june(conn: &mut PgConnection) -> Account {
    let (anna, house) = (account(conn, "anna", Currency::EUR), house(conn));
    for day in 1..=6 {
        conn.batch_execute(&format!(
            "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at)
             VALUES ({}, {}, 'EUR', {day}00, '2026-06-0{day} 12:00Z')",
            house.id, anna.id
        ))
        .unwrap();
    }
    Account::get(conn, anna.id).unwrap()
}

fn noon(day: u32) -> DateTime<Utc> {
    format!("2026-06-0{day}T12:00:00Z").parse().unwrap()
}

#[test]
fn pages_in_both_directions_show_every_line_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = june(conn);
    for oldest_first in [false, true] {
        let mut page = StatementPage { oldest_first, after: None, limit: 4 };
        let mut amounts = Vec::new();
        loop {
            let read = ledger::statement(conn, anna.id, &Period::default(), &page).unwrap();
            assert_eq!((read.opening, read.closing, read.entries), (eur(0), eur(21_00), 6));
            amounts.extend(read.lines.iter().map(|line| line.amount().minor_units()));
            let Some(next) = read.next else { break };
            page.after = Some(next);
        }
        let mut expected = vec![1_00, 2_00, 3_00, 4_00, 5_00, 6_00];
        if !oldest_first {
            expected.reverse();
        }
        assert_eq!(amounts, expected);
    }
}

#[test]
fn a_page_that_ends_with_the_period_is_the_last() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = june(conn);
    for oldest_first in [false, true] {
        let page = StatementPage { oldest_first, after: None, limit: 6 };
        assert_eq!(ledger::statement(conn, anna.id, &Period::default(), &page).unwrap().next, None);
    }
}

#[test]
fn a_period_has_its_own_opening_and_closing_balance() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = june(conn);
    let mut read =
        |from, to| ledger::statement(conn, anna.id, &Period { from, to }, &StatementPage::default()).unwrap();
    let middle = read(Some(noon(2)), Some(noon(5)));
    assert_eq!((middle.opening, middle.closing, middle.entries), (eur(1_00), eur(10_00), 3));
    assert_eq!(middle.lines.len(), 3);
    let sum: i64 = middle.lines.iter().map(|line| line.entry.amount).sum();
    assert_eq!(middle.closing, middle.opening.checked_add(eur(sum)).unwrap());
    assert_eq!(middle.lines[0].balance_after(), middle.closing);

    let before = read(None, Some(noon(1)));
    assert_eq!((before.opening, before.closing, before.lines.len(), before.next), (eur(0), eur(0), 0, None));
    let after = read(Some(noon(6) + TimeDelta::seconds(1)), None);
    assert_eq!((after.opening, after.closing, after.lines.len()), (eur(21_00), eur(21_00), 0));
    let backwards = read(Some(noon(5)), Some(noon(2)));
    assert_eq!((backwards.opening, backwards.closing, backwards.entries), (eur(10_00), eur(10_00), 0));
}

#[test]
fn the_balance_at_an_instant_counts_what_was_posted_at_it() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = june(conn);
    let mut at = |instant| ledger::balance_at(conn, anna.id, instant).unwrap();
    assert_eq!(at(noon(3)), eur(6_00));
    assert_eq!(at(noon(3) - TimeDelta::microseconds(1)), eur(3_00));
    assert_eq!(at(noon(1) - TimeDelta::days(1000)), eur(0));
    assert_eq!(at(Utc::now()), eur(21_00));
    assert_eq!(at(DateTime::<Utc>::MAX_UTC - TimeDelta::days(366 * 250_000)), eur(21_00));
}

#[test]
fn an_accounts_times_never_go_back() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = june(conn);
    let house = house(conn);
    // A writer with a clock that is behind.
    let late = format!(
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at)
         VALUES ({0}, {1}, 'EUR', 100, '2026-06-02Z'), ({0}, {1}, 'EUR', 100, '2026-06-03Z')",
        house.id, anna.id
    );
    conn.batch_execute(&late).unwrap();
    let entries = ledgerstore::models::Entry::list(conn, anna.id, None, 3).unwrap();
    assert!(entries.iter().all(|entry| entry.created_at == noon(6)), "{entries:?}");
    assert_eq!(ledger::balance_at(conn, anna.id, noon(5)).unwrap(), eur(15_00));
}

#[test]
fn unknown_accounts_have_no_statement() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let nobody = AccountId::new(999);
    let read = ledger::statement(conn, nobody, &Period::default(), &StatementPage::default());
    assert!(matches!(read, Err(LedgerError::AccountNotFound(id)) if id == nobody));
    assert!(matches!(ledger::balance_at(conn, nobody, noon(1)), Err(LedgerError::AccountNotFound(_))));
    let quiet = account(conn, "quiet", Currency::EUR);
    let read = ledger::statement(conn, quiet.id, &Period::default(), &StatementPage::default()).unwrap();
    assert!(read.lines.is_empty() && read.next.is_none());
}

#[test]
fn a_transfer_is_traced_to_all_that_hangs_on_it() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = crate::support::funded(conn, "anna", 50_00);
    let tea = crate::support::product(conn, "TEA", 6_50, 10);
    let buyer = ledgerstore::models::User::find_by_username(conn, "anna").unwrap().unwrap();
    let order = ledgerstore::shop::place_order(conn, buyer.id, &[ledgerstore::shop::Line::new(tea.id, 1)])
        .unwrap()
        .order;
    let paid = ledgerstore::shop::pay(conn, order.id).unwrap().payment_transfer_id.unwrap();
    let part = ledger::reverse(conn, paid, Some(eur(1_00))).unwrap();
    let trace = ledger::trace(conn, paid).unwrap();
    assert_eq!((trace.from.id, trace.to.owner.as_str()), (anna.id, "house"));
    assert_eq!(trace.entries.iter().map(|e| e.amount).collect::<Vec<_>>(), [-6_50, 6_50]);
    assert_eq!(trace.reversals.iter().map(|t| t.id).collect::<Vec<_>>(), [part.id]);
    assert_eq!(trace.order.map(|order| order.id), Some(order.id));
    assert_eq!((trace.reverses, trace.exchange), (None, None));
    assert_eq!(ledger::trace(conn, part.id).unwrap().reverses.map(|t| t.id), Some(paid));
    let missing = ledgerstore::types::TransferId::new(999);
    assert!(matches!(ledger::trace(conn, missing), Err(LedgerError::TransferNotFound(id)) if id == missing));
    let plain = NewTransfer::new(trace.from.id, trace.to.id, eur(1));
    let plain = ledger::transfer(conn, &plain).unwrap();
    assert_eq!(ledger::trace(conn, plain.id).unwrap().order, None);
}

use std::time::Duration;

use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use ledgerstore::ledger::poster::PostError;
use ledgerstore::ledger::{self, LedgerError, NewTransfer, Poster, PosterOptions};
use ledgerstore::models::Transfer;
use ledgerstore::types::{AccountId, Currency};

use super::invariants::assert_books_are_right;
use super::{balance, eur};
use crate::support::{TestDb, account, funded};

#[test]
fn many_callers_are_posted_together() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 1_000), account(conn, "ben", Currency::EUR));
    let poster = Poster::start(db.pool(2), PosterOptions::default()).unwrap();
    std::thread::scope(|threads| {
        for _ in 0..32 {
            threads.spawn(|| {
                for _ in 0..10 {
                    let posted = poster.post(NewTransfer::new(anna.id, ben.id, eur(1))).unwrap();
                    assert!(!posted.replayed);
                }
            });
        }
    });
    drop(poster);
    assert_eq!((balance(conn, anna.id), balance(conn, ben.id)), (680, 320));
    assert_books_are_right(conn);
}

#[test]
fn one_bad_transfer_fails_alone() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10), account(conn, "ben", Currency::EUR));
    // One worker, held up at the first account until all are in the queue: they become one batch.
    let mut holder = hold(&db, anna.id);
    let options = PosterOptions { workers: 1, ..PosterOptions::default() };
    let poster = Poster::start(db.pool(1), options).unwrap();
    let one = NewTransfer::new(anna.id, ben.id, eur(1));
    let mut receipts = vec![poster.submit(one.clone()).unwrap()];
    receipts.push(poster.submit(NewTransfer::new(anna.id, ben.id, eur(99))).unwrap());
    receipts.push(poster.submit(one.clone().description("a NUL \0 spoils the whole statement")).unwrap());
    receipts.push(poster.submit(one.clone().idempotency_key("mine")).unwrap());
    receipts.push(poster.submit(one.idempotency_key("mine")).unwrap());
    holder.batch_execute("COMMIT").unwrap();
    let outcomes: Vec<_> = receipts.into_iter().map(ledger::poster::Receipt::wait).collect();
    assert!(outcomes[0].is_ok(), "{outcomes:?}");
    assert!(
        matches!(outcomes[1], Err(PostError::Refused(LedgerError::InsufficientFunds { .. }))),
        "{outcomes:?}"
    );
    assert!(matches!(outcomes[2], Err(PostError::Refused(LedgerError::Database(_)))), "{outcomes:?}");
    let (first, second) = (outcomes[3].as_ref().unwrap(), outcomes[4].as_ref().unwrap());
    assert_eq!((first.id, first.replayed, second.replayed), (second.id, false, true));
    assert_eq!(balance(conn, ben.id), 2);
}

#[test]
fn a_full_queue_pushes_back() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 100), account(conn, "ben", Currency::EUR));
    let mut holder = hold(&db, anna.id);
    let options = PosterOptions { workers: 1, max_batch: 1, queue: 2, ..PosterOptions::default() };
    let poster = Poster::start(db.pool(1), options).unwrap();
    let one = || NewTransfer::new(anna.id, ben.id, eur(1));
    let mut receipts = Vec::new();
    let full = loop {
        match poster.try_submit(one()) {
            Ok(receipt) => receipts.push(receipt),
            Err(error) => break error,
        }
        assert!(receipts.len() <= 3, "one is with the worker, two wait");
    };
    assert!(matches!(full, PostError::QueueFull), "{full}");
    holder.batch_execute("COMMIT").unwrap();
    let accepted = receipts.len();
    poster.shutdown();
    assert!(
        receipts.into_iter().all(|receipt| receipt.poll().unwrap().is_ok()),
        "all were posted before it ended"
    );
    assert_eq!(balance(conn, ben.id), i64::try_from(accepted).unwrap());
}

#[test]
fn a_receipt_can_be_polled() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 100), account(conn, "ben", Currency::EUR));
    let mut holder = hold(&db, anna.id);
    let poster = Poster::start(db.pool(2), PosterOptions::default()).unwrap();
    let receipt = poster.submit(NewTransfer::new(anna.id, ben.id, eur(1))).unwrap();
    let receipt = receipt.poll().unwrap_err();
    let key = receipt.key().to_owned();
    holder.batch_execute("COMMIT").unwrap();
    let posted = receipt.wait().unwrap();
    assert_eq!(Transfer::find_by_idempotency_key(conn, &key).unwrap().unwrap().id, posted.id);
}

/// Rounds of killing every connection of a poster's.
const MOST_KILLS: usize = 40;

#[test]
fn lost_connections_lose_and_double_nothing() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 100_000), account(conn, "ben", Currency::EUR));
    let poster =
        Poster::start(db.pool(2), PosterOptions { max_batch: 20, ..PosterOptions::default() }).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    let (posted, killed) = std::thread::scope(|threads| {
        let callers: Vec<_> = (0..16)
            .map(|_| {
                threads.spawn(|| {
                    let post = || poster.post(NewTransfer::new(anna.id, ben.id, eur(1))).unwrap();
                    let ids: Vec<_> = (0..40).map(|_| post()).collect();
                    assert!(
                        ids.iter().all(|posted| !posted.replayed),
                        "the key was ours: no caller asked twice"
                    );
                    ids.into_iter().map(|posted| posted.id).collect::<Vec<_>>()
                })
            })
            .collect();
        let killer = threads.spawn(|| {
            let conn = &mut db.conn();
            let mut killed = 0;
            // So often and no more: on a busy machine nothing would ever be posted between two kills.
            for _ in 0..MOST_KILLS {
                if done.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                killed += kill_posters(conn);
                std::thread::sleep(Duration::from_millis(15));
            }
            killed
        });
        let posted: Vec<_> = callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        (posted, killer.join().unwrap())
    });
    drop(poster);
    assert!(killed > 0, "no connection was killed");
    let distinct: std::collections::HashSet<_> = posted.iter().collect();
    assert_eq!((posted.len(), distinct.len()), (640, 640));
    assert_eq!(balance(conn, ben.id), 640);
    assert_books_are_right(conn);
}

/// A connection that keeps everybody else from an account until it commits.
fn hold(db: &TestDb, account: AccountId) -> PgConnection {
    let mut holder = db.conn();
    holder.batch_execute(&format!("BEGIN; SELECT 1 FROM accounts WHERE id = {account} FOR UPDATE")).unwrap();
    holder
}

/// Ends the connections that are posting at this moment.
fn kill_posters(conn: &mut PgConnection) -> i64 {
    use diesel::prelude::*;
    let kill = diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "count(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE '%post_batch%' AND pid <> pg_backend_pid()",
    );
    diesel::select(kill).get_result(conn).unwrap()
}

#[test]
fn who_waits_too_long_is_told_that_nothing_is_known() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 100), account(conn, "ben", Currency::EUR));
    let pool = db.pool(1);
    let all_taken = pool.get().unwrap();
    drop(all_taken);
    let options = PosterOptions { workers: 1, give_up_after: Duration::ZERO, ..PosterOptions::default() };
    let poster = Poster::start(pool, options).unwrap();
    let mut holder = hold(&db, anna.id);
    let receipt = poster.submit(NewTransfer::new(anna.id, ben.id, eur(1)).idempotency_key("k")).unwrap();
    while kill_posters(conn) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let unknown = receipt.wait().unwrap_err();
    assert!(matches!(&unknown, PostError::OutcomeUnknown { key } if key == "k"), "{unknown}");
    holder.batch_execute("COMMIT").unwrap();
    assert!(!poster.post(NewTransfer::new(anna.id, ben.id, eur(1)).idempotency_key("k")).unwrap().replayed);
}

#[test]
fn senseless_options_are_refused() {
    let db = TestDb::new();
    let zero = |options| Poster::start(db.pool(1), options).unwrap_err();
    let default = PosterOptions::default;
    for options in [
        PosterOptions { workers: 0, ..default() },
        PosterOptions { max_batch: 0, ..default() },
        PosterOptions { queue: 0, ..default() },
    ] {
        assert!(matches!(zero(options), ledger::poster::StartError::Options));
    }
}

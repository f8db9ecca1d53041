use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use ledgerstore::database::{
    Conninfo, PoolError, PoolOptions, RetryPolicy, build_pool, connect, read_only, transaction,
    transaction_with,
};
use ledgerstore::schema::accounts;
use ledgerstore::types::Currency;

use crate::support::{TestDb, account};

#[test]
fn a_pool_lends_no_more_than_it_may() {
    let db = TestDb::new();
    let options = PoolOptions {
        max_open: 2,
        min_idle: 1,
        timeout: Duration::from_millis(200),
        ..PoolOptions::default()
    };
    let pool = build_pool(&db.info(), &options).unwrap();
    let (_one, two) = (pool.get().unwrap(), pool.get().unwrap());
    assert!(pool.get().is_err());
    drop(two);
    pool.get().unwrap();
    let default = PoolOptions::default();
    assert_eq!((default.max_open, default.min_idle, default.max_lifetime.as_secs()), (25, 5, 300));
}

#[test]
fn senseless_and_unreachable_pools_are_refused() {
    let db = TestDb::new();
    let default = PoolOptions::default;
    let refused = |options| build_pool(&db.info(), &options).unwrap_err();
    assert!(matches!(refused(PoolOptions { max_open: 0, ..default() }), PoolError::Options { .. }));
    assert!(matches!(
        refused(PoolOptions { max_open: 3, min_idle: 4, ..default() }),
        PoolError::Options { .. }
    ));
    assert!(matches!(refused(PoolOptions { timeout: Duration::ZERO, ..default() }), PoolError::ZeroDuration));
    let nowhere: Conninfo = "postgres://anna:hunter2@/nothing?host=/nowhere".parse().unwrap();
    let options = PoolOptions { timeout: Duration::from_millis(100), ..default() };
    let error = build_pool(&nowhere, &options).unwrap_err();
    assert!(matches!(error, PoolError::Connect { .. }));
    let error = format!("{error} {error:?} {:?}", connect(&nowhere).err());
    assert!(error.contains("/nowhere") && !error.contains("hunter2"), "{error}");
}

#[test]
fn who_loses_a_serialization_race_is_tried_again() {
    let db = TestDb::new();
    let id = account(&mut db.conn(), "anna", Currency::EUR).id;
    let attempts = AtomicU32::new(0);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                let conn = &mut db.conn();
                for _ in 0..5 {
                    let policy = RetryPolicy { attempts: 100, ..RetryPolicy::default() };
                    let raise = |conn: &mut PgConnection| -> QueryResult<()> {
                        attempts.fetch_add(1, Ordering::Relaxed);
                        let limit: Option<i64> =
                            accounts::table.find(id).select(accounts::overdraft_limit).first(conn)?;
                        let one_more = limit.map(|limit| limit + 1);
                        let raised = diesel::update(accounts::table.find(id))
                            .set(accounts::overdraft_limit.eq(one_more));
                        raised.execute(conn).map(drop)
                    };
                    transaction_with(conn, &policy, |t| t.serializable(), raise).unwrap();
                }
            });
        }
    });
    let limit: Option<i64> =
        accounts::table.find(id).select(accounts::overdraft_limit).first(&mut db.conn()).unwrap();
    assert_eq!(limit, Some(20), "after {} attempts", attempts.into_inner());
}

#[test]
fn a_deadlock_is_tried_again() {
    let db = TestDb::new();
    let (a, b) =
        (account(&mut db.conn(), "a", Currency::EUR).id, account(&mut db.conn(), "b", Currency::EUR).id);
    let barrier = std::sync::Barrier::new(2);
    let attempts = AtomicU32::new(0);
    std::thread::scope(|threads| {
        for (first, second) in [(a, b), (b, a)] {
            let (db, barrier, attempts) = (&db, &barrier, &attempts);
            threads.spawn(move || {
                let mut met = false;
                transaction(&mut db.conn(), |conn| {
                    attempts.fetch_add(1, Ordering::Relaxed);
                    let lock = |conn: &mut PgConnection, id| {
                        accounts::table
                            .find(id)
                            .select(accounts::id)
                            .for_update()
                            .first::<i64>(conn)
                            .map(drop)
                    };
                    lock(conn, first)?;
                    if !std::mem::replace(&mut met, true) {
                        barrier.wait();
                    }
                    lock(conn, second)
                })
                .unwrap();
            });
        }
    });
    // Three, or more when the loser is back before the winner has woken up.
    let attempts = attempts.into_inner();
    assert!(attempts >= 3, "{attempts} attempts: nobody lost");
}

#[test]
fn other_errors_are_not_tried_again_and_roll_back() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = account(conn, "anna", Currency::EUR);
    let mut attempts = 0;
    let failed: Result<(), Error> = transaction(conn, |conn| {
        attempts += 1;
        diesel::update(accounts::table.find(anna.id)).set(accounts::overdraft_limit.eq(5)).execute(conn)?;
        conn.batch_execute("SELECT 1 / 0")
    });
    assert!(failed.is_err());
    assert_eq!(attempts, 1);
    let limit: Option<i64> =
        accounts::table.find(anna.id).select(accounts::overdraft_limit).first(conn).unwrap();
    assert_eq!(limit, Some(0));
}

#[test]
fn a_read_only_transaction_reads_one_snapshot_and_can_not_write() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    account(conn, "anna", Currency::EUR);
    let count = |conn: &mut PgConnection| accounts::table.count().get_result::<i64>(conn);
    let (before, after) = read_only(conn, |conn| {
        let before = count(conn)?;
        account(&mut db.conn(), "ben", Currency::EUR);
        QueryResult::Ok((before, count(conn)?))
    })
    .unwrap();
    assert_eq!((before, after, count(conn).unwrap()), (1, 1, 2));
    let written: QueryResult<usize> = read_only(conn, |conn| {
        diesel::update(accounts::table.filter(accounts::owner.eq("ben")))
            .set(accounts::overdraft_limit.eq(1))
            .execute(conn)
    });
    assert!(matches!(
        written,
        Err(Error::DatabaseError(diesel::result::DatabaseErrorKind::ReadOnlyTransaction, _))
    ));
}

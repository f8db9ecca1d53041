use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::PgConnection;
use ledgerstore::database::local::{Durability, LocalServer, Status};
use ledgerstore::database::{Conninfo, PoolOptions, build_pool, connect, migrations};
use ledgerstore::ledger::{self, LedgerError, NewTransfer, Poster, PosterOptions};
use ledgerstore::models::{Account, Transfer};
use ledgerstore::types::Currency;

use super::invariants::assert_books_are_right;
use super::{balance, eur};
use crate::support::{TestDb, account, funded};

#[test]
fn opposite_transfers_reach_their_callers_without_a_deadlock() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let accounts: Vec<_> = (0..10).map(|n| funded(conn, &format!("user{n}"), 1_000_00)).collect();
    std::thread::scope(|threads| {
        for thread in 0..32_usize {
            let (db, accounts) = (&db, &accounts);
            threads.spawn(move || {
                let conn = &mut db.conn();
                for turn in 0..15_usize {
                    let (a, b) =
                        (&accounts[(thread + turn) % 10], &accounts[(thread + 3 * turn + 1 + turn % 8) % 10]);
                    if a.id == b.id {
                        continue;
                    }
                    let (from, to) = if thread % 2 == 0 { (a, b) } else { (b, a) };
                    if turn % 5 == 4 {
                        let batch = [
                            NewTransfer::new(from.id, to.id, eur(2)),
                            NewTransfer::new(to.id, from.id, eur(1)),
                        ];
                        ledger::transfer_batch(conn, &batch).unwrap();
                    } else {
                        ledger::transfer(conn, &NewTransfer::new(from.id, to.id, eur(1))).unwrap();
                    }
                }
            });
        }
    });
    let total: i64 = accounts.iter().map(|account| balance(conn, account.id)).sum();
    assert_eq!(total, 10 * 1_000_00);
    assert_books_are_right(conn);
}

#[test]
fn all_on_one_account_lose_nothing() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let hot = funded(conn, "hot", 200);
    let others: Vec<_> = (0..32).map(|n| account(conn, &format!("user{n}"), Currency::EUR)).collect();
    let refused = std::sync::atomic::AtomicI64::new(0);
    std::thread::scope(|threads| {
        for other in &others {
            threads.spawn(|| {
                let conn = &mut db.conn();
                for _ in 0..10 {
                    match ledger::transfer(conn, &NewTransfer::new(hot.id, other.id, eur(1))) {
                        Ok(_) => {}
                        Err(LedgerError::InsufficientFunds { .. }) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
    assert_eq!(balance(conn, hot.id), 0);
    assert_eq!(refused.into_inner(), 120);
    assert_eq!(Account::get(conn, hot.id).unwrap().version, 201);
    assert_books_are_right(conn);
}

#[test]
fn the_same_key_at_the_same_moment_posts_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 1_00), account(conn, "ben", Currency::EUR));
    for round in 0..5 {
        let barrier = std::sync::Barrier::new(8);
        let ids: Vec<_> = std::thread::scope(|threads| {
            let post = |_| {
                threads.spawn(|| {
                    let conn = &mut db.conn();
                    barrier.wait();
                    let request =
                        NewTransfer::new(anna.id, ben.id, eur(1)).idempotency_key(format!("round {round}"));
                    ledger::transfer(conn, &request).unwrap()
                })
            };
            (0..8).map(post).collect::<Vec<_>>().into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(ids.iter().all(|posted| posted.id == ids[0].id));
        assert_eq!(ids.iter().filter(|posted| !posted.replayed).count(), 1);
        assert_eq!(balance(conn, ben.id), round + 1);
    }
}

/// A durable server of the test's own, with one database in it, that may be killed.
struct Doomed {
    server: LocalServer,
    _home: tempfile::TempDir,
}

impl Doomed {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::set_permissions(home.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let server = LocalServer::at(&home.path().join("books"), Durability::Durable).unwrap();
        server.start().unwrap();
        let doomed = Self { server, _home: home };
        doomed.server.create_database("books").unwrap();
        migrations::up(&mut doomed.conn(), None, || {}).unwrap();
        doomed
    }

    fn info(&self) -> Conninfo {
        self.server.url("books").parse().unwrap()
    }

    fn conn(&self) -> PgConnection {
        connect(&self.info()).unwrap()
    }

    fn kill(&self) {
        let Status::Running { pid, .. } = self.server.status().unwrap() else { panic!("it runs") };
        assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        // For a moment it still answers.
        while matches!(self.server.status().unwrap(), Status::Running { .. }) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        let stopped = self.server.stop();
        if !std::thread::panicking() {
            stopped.unwrap();
        }
    }
}

/// Every transfer that was acknowledged before the server was killed is there after it, and every key at most once.
#[test]
fn a_killed_server_keeps_what_it_acknowledged() {
    let doomed = Doomed::start();
    let conn = &mut doomed.conn();
    let (anna, ben) = (funded(conn, "anna", 1_000_000), account(conn, "ben", Currency::EUR));
    let killed = AtomicBool::new(false);
    let acknowledged: Vec<String> = std::thread::scope(|threads| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (doomed, killed) = (&doomed, &killed);
                threads.spawn(move || {
                    let conn = &mut doomed.conn();
                    let mut acknowledged = Vec::new();
                    while !killed.load(Ordering::Relaxed) {
                        let key = format!("{writer}:{}", acknowledged.len());
                        let transfer = NewTransfer::new(anna.id, ben.id, eur(1)).idempotency_key(key.clone());
                        match ledger::transfer(conn, &transfer) {
                            Ok(_) => acknowledged.push(key),
                            Err(_) => break,
                        }
                    }
                    acknowledged
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(400));
        doomed.kill();
        killed.store(true, Ordering::Relaxed);
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    assert!(!acknowledged.is_empty());

    doomed.server.start().unwrap();
    let conn = &mut doomed.conn();
    for key in &acknowledged {
        let found = Transfer::find_by_idempotency_key(conn, key).unwrap();
        assert!(found.is_some(), "{key} was acknowledged and is gone");
    }
    // What was under way when it died is there or isn't; of each writer that is one at most.
    let there = usize::try_from(balance(conn, ben.id)).unwrap();
    assert!(
        (acknowledged.len()..=acknowledged.len() + 8).contains(&there),
        "{there} of {}",
        acknowledged.len()
    );
    assert_books_are_right(conn);
}

/// A poster outlives the server: what it had accepted is posted once, when the server is back.
#[test]
fn a_poster_goes_on_when_a_killed_server_is_back() {
    let doomed = Doomed::start();
    let conn = &mut doomed.conn();
    let (anna, ben) = (funded(conn, "anna", 1_000_000), account(conn, "ben", Currency::EUR));
    let pool_options = PoolOptions {
        max_open: 2,
        min_idle: 0,
        timeout: Duration::from_millis(500),
        ..PoolOptions::default()
    };
    let pool = build_pool(&doomed.info(), &pool_options).unwrap();
    let poster = Poster::start(pool, PosterOptions { max_batch: 50, ..PosterOptions::default() }).unwrap();
    let posted: Vec<_> = std::thread::scope(|threads| {
        let callers: Vec<_> = (0..16)
            .map(|_| {
                threads.spawn(|| {
                    let post = |_| poster.post(NewTransfer::new(anna.id, ben.id, eur(1))).unwrap().id;
                    (0..60).map(post).collect::<Vec<_>>()
                })
            })
            .collect();
        for _ in 0..2 {
            std::thread::sleep(Duration::from_millis(60));
            doomed.kill();
            doomed.server.start().unwrap();
        }
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
    });
    drop(poster);
    let distinct: std::collections::HashSet<_> = posted.iter().collect();
    assert_eq!((posted.len(), distinct.len()), (960, 960));
    let conn = &mut doomed.conn();
    assert_eq!(balance(conn, ben.id), 960);
    assert_books_are_right(conn);
}

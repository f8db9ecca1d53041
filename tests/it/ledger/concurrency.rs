use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ledgerstore::database::local::{Durability, LocalServer, Status};
use ledgerstore::database::{Conninfo, connect, migrations};
use ledgerstore::ledger::{self, LedgerError, NewTransfer};
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

/// Every transfer that was acknowledged before the server was killed is there after it, and every key at most once.
#[test]
fn a_killed_server_keeps_what_it_acknowledged() {
    let home = tempfile::tempdir().unwrap();
    std::fs::set_permissions(home.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let server = LocalServer::at(&home.path().join("books"), Durability::Durable).unwrap();
    server.start().unwrap();
    let stop = StopAtEnd(&server);
    server.create_database("books").unwrap();
    let info: Conninfo = server.url("books").parse().unwrap();
    let conn = &mut connect(&info).unwrap();
    migrations::up(conn, None, || {}).unwrap();
    let (anna, ben) = (funded(conn, "anna", 1_000_000), account(conn, "ben", Currency::EUR));

    let killed = AtomicBool::new(false);
    let acknowledged: Vec<String> = std::thread::scope(|threads| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (info, killed) = (&info, &killed);
                threads.spawn(move || {
                    let conn = &mut connect(info).unwrap();
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
        let Status::Running { pid, .. } = server.status().unwrap() else { panic!("it runs") };
        assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        killed.store(true, Ordering::Relaxed);
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    assert!(!acknowledged.is_empty());

    server.start().unwrap();
    let conn = &mut connect(&info).unwrap();
    for key in &acknowledged {
        assert!(
            Transfer::find_by_idempotency_key(conn, key).unwrap().is_some(),
            "{key} was acknowledged and is gone"
        );
    }
    assert!(balance(conn, ben.id) >= i64::try_from(acknowledged.len()).unwrap());
    assert_books_are_right(conn);
    drop(stop);
}

struct StopAtEnd<'s>(&'s LocalServer);

impl Drop for StopAtEnd<'_> {
    fn drop(&mut self) {
        let stopped = self.0.stop();
        if !std::thread::panicking() {
            stopped.unwrap();
        }
    }
}

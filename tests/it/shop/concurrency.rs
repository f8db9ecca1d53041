use std::sync::Barrier;
use std::thread;

use diesel::Connection;
use ledgerstore::database::transaction;
use ledgerstore::ledger::{self, LedgerError, Reference};
use ledgerstore::models::{Account, Order, Product, Transfer};
use ledgerstore::shop::{self, Line, ShopError};
use ledgerstore::types::{Currency, Money, OrderStatus};

use super::{assert_shop_is_right, user_of};
use crate::support::{TestDb, funded, house, lines, product, user};

#[test]
fn ten_pieces_make_ten_orders_however_many_buy_at_once() {
    const BUYERS: usize = 64;
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna").id;
    let tea = product(conn, "TEA", 6_50, 10).id;
    let together = Barrier::new(BUYERS);
    let buy = || {
        let conn = &mut db.conn();
        together.wait();
        shop::place_order(conn, anna, &[Line::new(tea, 1)])
    };
    let outcomes: Vec<_> = thread::scope(|threads| {
        let buyers: Vec<_> = (0..BUYERS).map(|_| threads.spawn(buy)).collect();
        buyers.into_iter().map(|buyer| buyer.join().unwrap()).collect()
    });
    let placed = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let out_of_stock =
        |outcome: &&Result<_, _>| matches!(outcome, Err(ShopError::OutOfStock { available: 0, .. }));
    assert_eq!((placed, outcomes.iter().filter(out_of_stock).count()), (10, 54), "{outcomes:?}");
    assert_eq!(Product::get(conn, tea).unwrap().stock_quantity, 0);
    assert_shop_is_right(conn);
}

#[test]
fn orders_in_opposite_directions_reach_their_callers_without_a_deadlock() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna").id;
    let products: Vec<_> = (0..6).map(|n| product(conn, &format!("P{n}"), 1_00, 1_000).id).collect();
    thread::scope(|threads| {
        for thread in 0..12 {
            let (db, products) = (&db, &products);
            threads.spawn(move || {
                let conn = &mut db.conn();
                for turn in 0..12 {
                    let mut wanted: Vec<_> = products.iter().map(|id| Line::new(*id, 1)).collect();
                    wanted.rotate_left(turn % 6);
                    if thread % 2 == 0 {
                        wanted.reverse();
                    }
                    let order = shop::place_order(conn, anna, &wanted[..4]).unwrap().order;
                    if turn % 3 == 0 {
                        shop::cancel(conn, order.id).unwrap();
                    }
                    if turn % 4 == 0 {
                        shop::restock(conn, products[turn % 6], 1).unwrap();
                    }
                }
            });
        }
    });
    let pieces: i32 = products.iter().map(|id| Product::get(conn, *id).unwrap().stock_quantity).sum();
    // 12 threads × (3 restocks of 1 − 8 orders of 4 that were kept).
    assert_eq!(pieces, 6_000 + 12 * (3 - 8 * 4));
    assert_shop_is_right(conn);
}

/// Whichever comes first, in the end the order is cancelled, and nobody has lost or won a cent or a piece.
#[test]
fn pay_and_cancel_at_once_end_well_every_time() {
    const ROUNDS: usize = 40;
    let db = TestDb::new();
    let conn = &mut db.conn();
    let account = funded(conn, "anna", 1_000_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 100).id;
    for _ in 0..ROUNDS {
        let order = shop::place_order(conn, anna, &[Line::new(tea, 2)]).unwrap().order.id;
        let together = Barrier::new(5);
        let race = |step: fn(&mut _, _) -> Result<Order, ShopError>| {
            let conn = &mut db.conn();
            together.wait();
            step(conn, order)
        };
        let give_back = |through_the_shop: bool| {
            let conn = &mut db.conn();
            let part = Money::new(1_00, Currency::EUR);
            together.wait();
            let payment = Order::get(conn, order).unwrap().payment_transfer_id;
            let done = match payment {
                Some(payment) if !through_the_shop => {
                    ledger::reverse(conn, payment, Some(part)).map_err(ShopError::from)
                }
                _ => shop::refund(conn, order, part, &Reference::new()),
            };
            match done {
                Ok(_)
                | Err(ShopError::NotPaid(_) | ShopError::Ledger(LedgerError::ReversalExceeds { .. })) => {}
                Err(other) => panic!("{other}"),
            }
        };
        thread::scope(|threads| {
            let payers = [threads.spawn(|| race(shop::pay)), threads.spawn(|| race(shop::pay))];
            let canceller = threads.spawn(|| race(shop::cancel));
            threads.spawn(|| give_back(true));
            threads.spawn(|| give_back(false));
            for payer in payers {
                let paid = payer.join().unwrap();
                let too_late =
                    matches!(paid, Err(ShopError::IllegalStatus { from: OrderStatus::Cancelled, .. }));
                assert!(paid.is_ok() || too_late, "{paid:?}");
            }
            assert_eq!(canceller.join().unwrap().unwrap().status, OrderStatus::Cancelled);
        });
        assert_eq!(Account::get(conn, account.id).unwrap().balance, 1_000_00);
    }
    assert_eq!(house(conn).balance, -1_000_00);
    assert_eq!(Product::get(conn, tea).unwrap().stock_quantity, 100);
    assert_shop_is_right(conn);
}

/// The part that somebody reverses while the whole is being refunded isn't given back twice, nor does it fail the rest.
#[test]
fn cancelling_gives_back_what_others_leave_of_the_payment() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let account = funded(conn, "anna", 20_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10).id;
    let order = shop::place_order(conn, anna, &[Line::new(tea, 2)]).unwrap().order.id;
    let payment = shop::pay(conn, order).unwrap().payment_transfer_id.unwrap();
    thread::scope(|threads| {
        let part = Some(Money::new(3_00, Currency::EUR));
        let canceller = conn.transaction::<_, LedgerError, _>(|conn| {
            ledger::reverse(conn, payment, part)?;
            let canceller = threads.spawn(|| shop::cancel(&mut db.conn(), order).unwrap());
            // It has read what is left and waits for the accounts, which this transaction holds.
            while lines(&mut db.conn(), WAITING).is_empty() {
                thread::yield_now();
            }
            Ok(canceller)
        });
        let refund = canceller.unwrap().join().unwrap().refund_transfer_id.unwrap();
        assert_eq!(Transfer::get(&mut db.conn(), refund).unwrap().amount, 10_00);
    });
    assert_eq!(Account::get(conn, account.id).unwrap().balance, 20_00);
    assert_shop_is_right(conn);
}

/// Sessions of this database that wait for a lock.
const WAITING: &str = "SELECT pid::TEXT AS line FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'";

#[test]
fn paying_at_once_pays_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let account = funded(conn, "anna", 1_000_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 100).id;
    let order = shop::place_order(conn, anna, &[Line::new(tea, 2)]).unwrap().order.id;
    let paid: Vec<_> = thread::scope(|threads| {
        let payers: Vec<_> =
            (0..16).map(|_| threads.spawn(|| shop::pay(&mut db.conn(), order).unwrap())).collect();
        payers.into_iter().map(|payer| payer.join().unwrap().payment_transfer_id).collect()
    });
    assert!(paid[0].is_some() && paid.iter().all(|payment| *payment == paid[0]), "{paid:?}");
    assert_eq!(Account::get(conn, account.id).unwrap().balance, 987_00);
}

#[test]
fn workers_share_the_queue_without_waiting_and_do_each_order_once() {
    const ORDERS: usize = 48;
    let db = TestDb::new();
    let conn = &mut db.conn();
    funded(conn, "anna", 1_000_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 1_00, 100).id;
    for _ in 0..ORDERS {
        shop::place_order(conn, anna, &[Line::new(tea, 1)]).unwrap();
    }
    let work = || {
        let conn = &mut db.conn();
        let mut done = Vec::new();
        loop {
            let taken = transaction(conn, |conn| match shop::next_pending(conn)? {
                Some(order) => shop::pay(conn, order.id).map(Some),
                None => Ok::<_, ShopError>(None),
            });
            match taken.unwrap() {
                Some(order) => done.push(order.id),
                None => return done,
            }
        }
    };
    let mut done: Vec<_> = thread::scope(|threads| {
        let workers: Vec<_> = (0..8).map(|_| threads.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    done.sort();
    done.dedup();
    assert_eq!(done.len(), ORDERS);
    assert_eq!(shop::next_pending(conn).unwrap(), None);
    assert_shop_is_right(conn);
}

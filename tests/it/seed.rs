use diesel::PgConnection;
use diesel::prelude::*;
use ledgerstore::admin::audit::audit;
use ledgerstore::admin::seed::{SeedError, SeedOptions, SeedReport, seed};
use ledgerstore::models::{Order, OrderFilter, User, UserFilter};
use ledgerstore::schema::{accounts, order_items, orders, transfers, users};
use ledgerstore::types::OrderStatus;

use crate::support::{TestDb, user};

fn options(seed: u64) -> SeedOptions {
    SeedOptions { seed, beside_other_data: false }
}

/// What a seed decides: everything but times and what is made from them.
fn world(conn: &mut PgConnection) -> Vec<String> {
    let people: Vec<(String, String)> =
        users::table.select((users::username, users::full_name)).order(users::id).load(conn).unwrap();
    let balances: Vec<(String, String, i64)> = accounts::table
        .select((accounts::owner, accounts::currency, accounts::balance))
        .order(accounts::id)
        .load(conn)
        .unwrap();
    let paid: Vec<(i64, i64, i64, Option<String>)> = transfers::table
        .select((
            transfers::from_account_id,
            transfers::to_account_id,
            transfers::amount,
            transfers::description,
        ))
        .order(transfers::id)
        .load(conn)
        .unwrap();
    let bought: Vec<(i64, String)> =
        orders::table.select((orders::user_id, orders::status)).order(orders::id).load(conn).unwrap();
    let lines: Vec<(i64, i64, i32)> = order_items::table
        .select((order_items::order_id, order_items::product_id, order_items::quantity))
        .order(order_items::id)
        .load(conn)
        .unwrap();
    vec![
        format!("{people:?}"),
        format!("{balances:?}"),
        format!("{paid:?}"),
        format!("{bought:?}"),
        format!("{lines:?}"),
    ]
}

#[test]
fn the_same_seed_makes_the_same_world_and_the_books_are_right() {
    let (one, two, other) = (TestDb::new(), TestDb::new(), TestDb::new());
    let first = seed(&mut one.conn(), &options(7)).unwrap();
    assert_eq!(first, seed(&mut two.conn(), &options(7)).unwrap());
    seed(&mut other.conn(), &options(8)).unwrap();
    assert_eq!(world(&mut one.conn()), world(&mut two.conn()));
    assert_ne!(world(&mut one.conn()), world(&mut other.conn()));

    let conn = &mut one.conn();
    let outcomes = audit(conn, &[], &mut ()).unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.findings.is_empty()), "{outcomes:?}");
    let looked_at_nothing: Vec<_> = outcomes.iter().filter(|o| o.checked == 0).map(|o| o.name).collect();
    assert_eq!(looked_at_nothing, ["exchanges-through-house"], "nobody changes money in this world");
    for status in OrderStatus::ALL {
        let filter = OrderFilter { user: None, status: Some(status) };
        assert!(!Order::list(conn, &filter, None, 1).unwrap().is_empty(), "no order is {status}");
    }
    assert_eq!(User::list(conn, UserFilter::Deleted, None, 10).unwrap().len(), 1);
    let counted: i64 = transfers::table.count().get_result(conn).unwrap();
    assert_eq!(first.transfers, usize::try_from(counted).unwrap());
    let currencies: Vec<String> = accounts::table.select(accounts::currency).distinct().load(conn).unwrap();
    assert_eq!(currencies.len(), 3);
}

#[test]
fn seeding_again_does_nothing() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    seed(conn, &options(1)).unwrap();
    let before = world(conn);
    let again = seed(conn, &options(1)).unwrap();
    assert_eq!(again, SeedReport { seed: 1, already_there: true, ..SeedReport::default() });
    assert_eq!(world(conn), before);
}

#[test]
fn other_data_are_left_alone_unless_it_is_said() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    user(conn, "somebody");
    let before = world(conn);
    assert!(matches!(seed(conn, &options(1)), Err(SeedError::NotEmpty)));
    assert_eq!(world(conn), before);
    let made = seed(conn, &SeedOptions { seed: 1, beside_other_data: true }).unwrap();
    assert!(made.users > 0 && !made.already_there);
}

#[test]
fn two_worlds_stand_side_by_side() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    seed(conn, &options(1)).unwrap();
    let second = seed(conn, &SeedOptions { seed: 2, beside_other_data: true }).unwrap();
    assert!(second.orders > 0 && second.products == 0, "{second:?}");
    assert!(audit(conn, &[], &mut ()).unwrap().iter().all(|outcome| outcome.findings.is_empty()));
}

use diesel::Connection;
use ledgerstore::models::Order;
use ledgerstore::shop::{self, Line, ShopError};
use ledgerstore::types::OrderStatus;

use super::user_of;
use crate::support::{TestDb, funded, product, user};

#[test]
fn an_order_goes_its_way_step_by_step() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    funded(conn, "anna", 20_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10);
    let order = shop::place_order(conn, anna, &[Line::new(tea.id, 1)]).unwrap().order;
    assert!(matches!(
        shop::ship(conn, order.id),
        Err(ShopError::IllegalStatus { from: OrderStatus::Pending, to: OrderStatus::Shipped, .. })
    ));
    shop::pay(conn, order.id).unwrap();
    assert!(matches!(shop::deliver(conn, order.id), Err(ShopError::IllegalStatus { .. })));
    assert_eq!(shop::ship(conn, order.id).unwrap().status, OrderStatus::Shipped);
    assert!(matches!(
        shop::cancel(conn, order.id),
        Err(ShopError::IllegalStatus { from: OrderStatus::Shipped, to: OrderStatus::Cancelled, .. })
    ));
    assert_eq!(shop::deliver(conn, order.id).unwrap().status, OrderStatus::Delivered);
}

#[test]
fn the_next_pending_order_is_the_oldest_that_nobody_works_on() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    assert_eq!(shop::next_pending(conn).unwrap(), None);
    let anna = user(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10);
    let mut place = || shop::place_order(conn, anna.id, &[Line::new(tea.id, 1)]).unwrap().order;
    let [gone, first, second] = [place(), place(), place()];
    shop::cancel(conn, gone.id).unwrap();
    let next = |conn: &mut _| shop::next_pending(conn).unwrap().map(|order: Order| order.id);
    conn.test_transaction::<_, ShopError, _>(|one| {
        assert_eq!(next(one), Some(first.id));
        let other = &mut db.conn();
        other.test_transaction::<_, ShopError, _>(|other| {
            assert_eq!(next(other), Some(second.id));
            assert_eq!(next(&mut db.conn()), None, "both are being worked on");
            Ok(())
        });
        assert_eq!(next(other), Some(second.id), "its worker gave up");
        assert_eq!(next(one), Some(first.id), "one's own lock doesn't hide it");
        Ok(())
    });
    assert_eq!(next(conn), Some(first.id));
}

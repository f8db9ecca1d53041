use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::Connection;
use diesel::connection::InstrumentationEvent;
use ledgerstore::models::{NewProduct, Order, OrderItem, Product, ProductChanges};
use ledgerstore::shop::{self, Line, ShopError};
use ledgerstore::types::{Currency, Money, OrderStatus, ProductId, UserId};

use super::assert_shop_is_right;
use crate::support::{TestDb, product, user};

#[test]
fn placing_takes_the_stock_and_keeps_the_prices() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let (tea, mug) = (product(conn, "TEA", 6_50, 10), product(conn, "MUG", 14_00, 2));
    let lines = [Line::new(mug.id, 1), Line::new(tea.id, 2), Line::new(mug.id, 1)];
    let placed = shop::place_order(conn, anna.id, &lines).unwrap();
    assert_eq!(placed.order.total().unwrap(), Money::new(41_00, Currency::EUR));
    assert_eq!(placed.order.status, OrderStatus::Pending);
    let quantities: Vec<_> = placed.items.iter().map(|item| (item.product_id, item.quantity)).collect();
    assert_eq!(quantities, [(tea.id, 2), (mug.id, 2)]);
    let mug_now = Product::get(conn, mug.id).unwrap();
    assert_eq!((mug_now.stock_quantity, mug_now.version), (0, mug.version + 1));

    let dearer = ProductChanges { price: Some("99.00".parse().unwrap()), ..ProductChanges::default() };
    shop::update_product(conn, mug.id, mug_now.version, &dearer).unwrap();
    let kept = OrderItem::of_order(conn, placed.order.id).unwrap();
    assert_eq!(kept, placed.items);
}

#[test]
fn refused_orders_have_names_and_change_nothing() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 3);
    let sake = NewProduct::new("SAKE", "Sake", Money::new(1_200, Currency::JPY), 3).unwrap();
    let sake = shop::add_product(conn, &sake).unwrap();
    let mut refused = |user, lines: &[Line]| shop::place_order(conn, user, lines).unwrap_err();

    assert!(matches!(refused(anna.id, &[]), ShopError::EmptyOrder));
    for quantity in [0, -1] {
        let error = refused(anna.id, &[Line::new(tea.id, quantity)]);
        assert!(matches!(error, ShopError::Quantity { product, .. } if product == tea.id));
    }
    let huge = [Line::new(tea.id, i32::MAX), Line::new(tea.id, 1)];
    assert!(matches!(refused(anna.id, &huge), ShopError::Quantity { .. }));
    assert!(matches!(
        refused(anna.id, &[Line::new(tea.id, 4)]),
        ShopError::OutOfStock { sku, available: 3, requested: 4 } if sku == "TEA"
    ));
    let nothing = ProductId::new(999);
    assert!(
        matches!(refused(anna.id, &[Line::new(nothing, 1)]), ShopError::ProductNotFound(id) if id == nothing)
    );
    let mixed = [Line::new(tea.id, 1), Line::new(sake.id, 1)];
    assert!(matches!(refused(anna.id, &mixed), ShopError::MixedCurrencies { sku, .. } if sku == "SAKE"));
    let nobody = UserId::new(999);
    assert!(matches!(refused(nobody, &[Line::new(tea.id, 1)]), ShopError::UserNotFound(id) if id == nobody));

    assert_eq!(Product::get(conn, tea.id).unwrap().stock_quantity, 3);
    assert!(Order::list(conn, &Default::default(), None, 10).unwrap().is_empty());
}

#[test]
fn an_order_can_not_cost_more_than_a_price_can() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let (yacht, jet) = (product(conn, "YACHT", 60_000_000_00, 9), product(conn, "JET", 60_000_000_00, 9));
    let line = shop::place_order(conn, anna.id, &[Line::new(yacht.id, 2)]).unwrap_err();
    assert!(matches!(line, ShopError::TotalOutOfRange), "{line}");
    let sum = shop::place_order(conn, anna.id, &[Line::new(yacht.id, 1), Line::new(jet.id, 1)]).unwrap_err();
    assert!(matches!(sum, ShopError::TotalOutOfRange), "{sum}");
}

#[test]
fn skus_stand_for_products() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (tea, mug) = (product(conn, "TEA", 6_50, 10), product(conn, "MUG", 14_00, 2));
    let lines = shop::lines_by_sku(conn, &[("MUG", 1), ("TEA", 2), ("MUG", 1)]).unwrap();
    assert_eq!(lines, [Line::new(mug.id, 1), Line::new(tea.id, 2), Line::new(mug.id, 1)]);
    let unknown = shop::lines_by_sku(conn, &[("TEA", 1), ("tea", 1)]).unwrap_err();
    assert!(matches!(unknown, ShopError::UnknownSku(sku) if sku == "tea"));
}

#[test]
fn many_lines_take_as_many_round_trips_as_one() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let products: Vec<_> = (0..60).map(|n| product(conn, &format!("P{n}"), 1_00, 9).id).collect();
    let queries = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&queries);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    let counted = [1, 60].map(|lines| {
        let lines: Vec<_> = products[..lines].iter().map(|id| Line::new(*id, 1)).collect();
        queries.store(0, Ordering::Relaxed);
        let placed = shop::place_order(conn, anna.id, &lines).unwrap();
        assert_eq!(placed.items.len(), lines.len());
        queries.load(Ordering::Relaxed)
    });
    assert!(counted[0] > 0 && counted[0] == counted[1], "{counted:?}");
    assert_shop_is_right(conn);
}

#[test]
fn an_order_of_more_lines_than_a_statement_takes() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let made = "INSERT INTO products (sku, name, price, currency, stock_quantity)
                SELECT 'P' || n, 'P', 1, 'EUR', 3 FROM generate_series(1, 14000) AS n";
    diesel::connection::SimpleConnection::batch_execute(conn, made).unwrap();
    let lines: Vec<_> = (1..=14_000).map(|id| Line::new(ProductId::new(id), 1)).collect();
    let placed = shop::place_order(conn, anna.id, &lines).unwrap();
    assert_eq!(placed.items.len(), 14_000);
    assert_eq!(placed.order.total().unwrap(), Money::new(14_000_00, Currency::EUR));
    assert_shop_is_right(conn);
}

#[test]
fn without_waiting_a_locked_product_is_told_at_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let (tea, mug) = (product(conn, "TEA", 6_50, 10), product(conn, "MUG", 14_00, 2));
    let both = [Line::new(tea.id, 1), Line::new(mug.id, 1)];
    let other = &mut db.conn();
    other.test_transaction::<_, diesel::result::Error, _>(|other| {
        Product::lock(other, &[mug.id])?;
        let locked = shop::place_order_no_wait(conn, anna.id, &both).unwrap_err();
        assert!(matches!(locked, ShopError::Locked { sku } if sku == "MUG"));
        let nothing = [Line::new(ProductId::new(999), 1)];
        let missing = shop::place_order_no_wait(conn, anna.id, &nothing).unwrap_err();
        assert!(matches!(missing, ShopError::ProductNotFound(_)));
        shop::place_order_no_wait(conn, anna.id, &both[..1]).unwrap();
        Ok(())
    });
    assert_eq!(Product::get(conn, tea.id).unwrap().stock_quantity, 9);
    shop::place_order_no_wait(conn, anna.id, &both).unwrap();
    assert_shop_is_right(conn);
}

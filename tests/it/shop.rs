use ledgerstore::ledger::{self, LedgerError, NewTransfer};
use ledgerstore::models::{Account, NewProduct, Order, OrderItem, Product, ProductChanges, Transfer};
use ledgerstore::shop::{self, Line, ShopError};
use ledgerstore::types::{Currency, Money, OrderId, OrderStatus, ProductId, UserId};

use crate::support::{TestDb, account, funded, house, product, user};

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
fn paying_moves_the_total_to_the_house_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let account = funded(conn, "anna", 20_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10);
    let order = shop::place_order(conn, anna, &[Line::new(tea.id, 2)]).unwrap().order;
    let paid = shop::pay(conn, order.id).unwrap();
    let again = shop::pay(conn, order.id).unwrap();
    assert_eq!((paid.status, paid.payment_transfer_id), (OrderStatus::Confirmed, again.payment_transfer_id));
    let payment = Transfer::get(conn, paid.payment_transfer_id.unwrap()).unwrap();
    let house = house(conn);
    assert_eq!((payment.amount, payment.to_account_id), (13_00, house.id));
    assert_eq!(Account::get(conn, account.id).unwrap().balance, 7_00);
    assert_eq!(house.balance, -7_00);
}

#[test]
fn what_can_not_be_paid_stays_pending() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10);
    let order = shop::place_order(conn, anna.id, &[Line::new(tea.id, 2)]).unwrap().order;
    let no_account = shop::pay(conn, order.id).unwrap_err();
    assert!(matches!(no_account, ShopError::NoAccount { owner, currency: Currency::EUR } if owner == "anna"));
    account(conn, "anna", Currency::EUR);
    let no_funds = shop::pay(conn, order.id).unwrap_err();
    assert!(matches!(no_funds, ShopError::Ledger(LedgerError::InsufficientFunds { .. })), "{no_funds}");
    assert_eq!(Order::get(conn, order.id).unwrap().status, OrderStatus::Pending);
    let missing = OrderId::new(999);
    assert!(matches!(shop::pay(conn, missing), Err(ShopError::OrderNotFound(id)) if id == missing));
}

#[test]
fn a_free_order_needs_no_payment() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let sample = product(conn, "SAMPLE", 0, 10);
    let order = shop::place_order(conn, anna.id, &[Line::new(sample.id, 1)]).unwrap().order;
    let paid = shop::pay(conn, order.id).unwrap();
    assert_eq!((paid.status, paid.payment_transfer_id), (OrderStatus::Confirmed, None));
    assert_eq!(shop::cancel(conn, order.id).unwrap().refund_transfer_id, None);
}

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
fn cancelling_gives_stock_and_money_back_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let account = funded(conn, "anna", 20_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10);
    let order = shop::place_order(conn, anna, &[Line::new(tea.id, 2)]).unwrap().order;
    let paid = shop::pay(conn, order.id).unwrap();
    let payment = Transfer::get(conn, paid.payment_transfer_id.unwrap()).unwrap();
    // A part was given back before: cancelling gives back the rest.
    ledger::transfer(conn, &NewTransfer::reversal(&payment, Money::new(3_00, Currency::EUR))).unwrap();
    let cancelled = shop::cancel(conn, order.id).unwrap();
    assert_eq!(shop::cancel(conn, order.id).unwrap(), cancelled);
    let refund = Transfer::get(conn, cancelled.refund_transfer_id.unwrap()).unwrap();
    assert_eq!((refund.amount, refund.reverses_id), (10_00, Some(payment.id)));
    assert_eq!(Account::get(conn, account.id).unwrap().balance, 20_00);
    assert_eq!(Product::get(conn, tea.id).unwrap().stock_quantity, 10);
    assert!(matches!(shop::pay(conn, order.id), Err(ShopError::IllegalStatus { .. })));
}

#[test]
fn products_are_changed_by_the_version_that_was_seen() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tea = product(conn, "TEA", 6_50, 10);
    let renamed = ProductChanges { name: Some("Green tea".to_owned()), ..ProductChanges::default() };
    let changed = shop::update_product(conn, tea.id, tea.version, &renamed).unwrap();
    assert_eq!((changed.name.as_str(), changed.version), ("Green tea", tea.version + 1));
    let stale = shop::update_product(conn, tea.id, tea.version, &renamed).unwrap_err();
    assert!(
        matches!(stale, ShopError::StaleVersion { product, seen } if product == tea.id && seen == tea.version)
    );
    let unchanged = shop::update_product(conn, tea.id, changed.version, &ProductChanges::default()).unwrap();
    assert_eq!(unchanged, changed);
    let missing = ProductId::new(999);
    let missing = shop::update_product(conn, missing, 1, &renamed).unwrap_err();
    assert!(matches!(missing, ShopError::ProductNotFound(_)));
}

#[test]
fn products_are_added_and_restocked_by_the_rules() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tea = product(conn, "TEA", 6_50, 10);
    let price = Money::new(1, Currency::EUR);
    let mut refused = |sku, name, stock| {
        shop::add_product(conn, &NewProduct::new(sku, name, price, stock).unwrap()).unwrap_err()
    };
    assert!(matches!(refused("TEA", "Tea", 1), ShopError::SkuTaken(sku) if sku == "TEA"));
    assert!(matches!(refused(" ", "Tea", 1), ShopError::BlankProduct));
    assert!(matches!(refused("T", "", 1), ShopError::BlankProduct));
    assert!(matches!(refused("T", "Tea", -1), ShopError::StockOutOfRange));
    assert!(matches!(refused("T", "Tea", 1_000_000_001), ShopError::StockOutOfRange));

    assert_eq!(shop::restock(conn, tea.id, 5).unwrap().stock_quantity, 15);
    for pieces in [0, -5] {
        assert!(matches!(shop::restock(conn, tea.id, pieces), Err(ShopError::Quantity { .. })));
    }
    assert!(matches!(shop::restock(conn, tea.id, 1_000_000_000), Err(ShopError::StockOutOfRange)));
    assert!(matches!(shop::restock(conn, tea.id, i32::MAX), Err(ShopError::StockOutOfRange)));
    assert!(matches!(shop::restock(conn, ProductId::new(999), 1), Err(ShopError::ProductNotFound(_))));
}

fn user_of(conn: &mut diesel::PgConnection, username: &str) -> UserId {
    ledgerstore::models::User::find_by_username(conn, username).unwrap().unwrap().id
}

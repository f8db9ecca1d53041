use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use ledgerstore::ledger::{self, LedgerError, NewAccount, NewTransfer, Reference};
use ledgerstore::models::{Account, NewProduct, Order, Product, Transfer};
use ledgerstore::shop::{self, Line, ShopError};
use ledgerstore::types::{Currency, Money, MoneyError, OrderId, OrderStatus};

use super::{assert_shop_is_right, user_of};
use crate::support::{TestDb, account, funded, house, product, raw_error, user};

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

/// Anna's order of two teas for 13.00, paid.
fn paid_order(conn: &mut PgConnection) -> Order {
    funded(conn, "anna", 20_00);
    let anna = user_of(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10);
    let order = shop::place_order(conn, anna, &[Line::new(tea.id, 2)]).unwrap().order;
    shop::pay(conn, order.id).unwrap()
}

#[test]
fn refunds_in_parts_never_exceed_the_payment() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let order = paid_order(conn);
    let mut refund = |cents| {
        shop::refund(conn, order.id, Money::new(cents, Currency::EUR), &Reference::new())
            .map_err(|error| error.to_string())
    };
    refund(3_00).unwrap();
    refund(9_00).unwrap();
    assert!(refund(1_01).unwrap_err().contains("1.00 EUR left to reverse"));
    for cents in [0, -1] {
        assert!(refund(cents).unwrap_err().contains("an amount is positive"));
    }
    refund(1_00).unwrap();
    assert!(refund(1).unwrap_err().contains("0.00 EUR left to reverse"));
    let yen = Money::new(1, Currency::JPY);
    let yen = shop::refund(conn, order.id, yen, &Reference::new()).unwrap_err();
    assert!(matches!(yen, ShopError::Ledger(LedgerError::CurrencyMismatch { .. })), "{yen}");
    assert_eq!(house(conn).balance, -20_00);
    assert_eq!(Product::find_by_sku(conn, "TEA").unwrap().unwrap().stock_quantity, 8, "the stock stays");
    // All was given back in parts: the last of them completed the refund.
    let cancelled = shop::cancel(conn, order.id).unwrap();
    assert_eq!(Transfer::get(conn, cancelled.refund_transfer_id.unwrap()).unwrap().amount, 1_00);
    assert_eq!(house(conn).balance, -20_00);
    assert_shop_is_right(conn);
}

#[test]
fn a_refund_sent_again_under_its_key_is_posted_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let order = paid_order(conn);
    let reference = Reference::new().idempotency_key("broken-cup").description("Broken cup");
    let part = Money::new(7_00, Currency::EUR);
    let first = shop::refund(conn, order.id, part, &reference).unwrap();
    let again = shop::refund(conn, order.id, part, &reference).unwrap();
    assert_eq!((first.replayed, again.replayed, again.id), (false, true, first.id));
    assert_eq!(house(conn).balance, -14_00);
}

#[test]
fn what_was_not_paid_can_not_be_refunded() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let tea = product(conn, "TEA", 6_50, 10);
    let order = shop::place_order(conn, anna.id, &[Line::new(tea.id, 2)]).unwrap().order;
    let cent = Money::new(1, Currency::EUR);
    let mut refused = |id| shop::refund(conn, id, cent, &Reference::new()).unwrap_err();
    assert!(matches!(refused(order.id), ShopError::NotPaid(id) if id == order.id));
    let missing = OrderId::new(999);
    assert!(matches!(refused(missing), ShopError::OrderNotFound(id) if id == missing));
}

#[test]
fn currencies_of_any_decimals_are_paid_to_the_minor_unit() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    // 3 × 1,200 JPY, 3 × 6.55 EUR and 3 × 1.250 BHD in minor units.
    let prices = [(Currency::JPY, 1_200, 3_600), (Currency::EUR, 6_55, 19_65), (Currency::BHD, 1_250, 3_750)];
    for (currency, price, total) in prices {
        let account = ledger::open_account(conn, &NewAccount::new("anna", currency)).unwrap();
        let funds = Money::new(total + 7, currency);
        ledger::deposit(conn, account.id, funds, &Reference::new()).unwrap();
        let new = NewProduct::new(currency.code(), "Thing", Money::new(price, currency), 5).unwrap();
        let thing = shop::add_product(conn, &new).unwrap();
        let order = shop::place_order(conn, anna.id, &[Line::new(thing.id, 3)]).unwrap().order;
        let paid = shop::pay(conn, order.id).unwrap();
        let payment = Transfer::get(conn, paid.payment_transfer_id.unwrap()).unwrap();
        assert_eq!((payment.amount(), payment.currency), (Money::new(total, currency), currency));
        assert_eq!(Account::get(conn, account.id).unwrap().balance, 7);
    }
    let fils = Money::new(1_255, Currency::BHD);
    assert_eq!(NewProduct::new("X", "X", fils, 1), Err(MoneyError::NotAPrice(fils)));
    assert_shop_is_right(conn);
}

/// Who goes around the shop meets the database.
#[test]
fn raw_sql_can_not_pay_less_or_skip_a_step() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let order = paid_order(conn);
    let refused = [
        ("UPDATE orders SET status = 'delivered'", "orders_status_step"),
        ("UPDATE orders SET payment_transfer_id = NULL", "orders_payment_final"),
        ("UPDATE orders SET total_amount = 1", "orders_total_from_lines"),
        ("UPDATE orders SET status = 'cancelled'", "orders_cancelled_means_refunded"),
        ("UPDATE order_items SET unit_price = 0", "order_items_change_while_pending"),
        ("UPDATE products SET stock_quantity = stock_quantity - 9", "products_stock_quantity_not_negative"),
        ("DELETE FROM stock_movements WHERE change < 0", "stock_movements_append_only"),
        ("DELETE FROM orders", "orders_keep_paid"),
    ];
    for (sql, rule) in refused {
        assert_eq!(raw_error(conn, sql), rule, "{sql}");
    }
    assert_eq!(Order::get(conn, order.id).unwrap(), order);
    conn.batch_execute("UPDATE products SET stock_quantity = stock_quantity - 8").unwrap();
    assert_shop_is_right(conn);
}

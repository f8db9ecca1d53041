//! Random operations on the real shop beside a simple model of it in memory: both must come to the same, in money and
//! in stock.

use std::collections::BTreeMap;

use diesel::PgConnection;
use ledgerstore::ledger::{LedgerError, Reference};
use ledgerstore::models::{Account, Order, Product, StockMovement};
use ledgerstore::shop::{self, Line, ShopError};
use ledgerstore::types::OrderStatus::{Cancelled, Confirmed, Delivered, Pending, Shipped};
use ledgerstore::types::{AccountId, Currency, Money, OrderId, OrderStatus, ProductId, StockReason, UserId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{assert_shop_is_right, user_of};
use crate::support::{TestDb, funded, house, product};

/// Runs × the most operations of each; at least 3,000 are done in all, which is asserted.
const RUNS: u32 = 60;
const OPERATIONS: usize = 80;
const FUNDS: i64 = 90_00;

/// Products and orders are chosen by a number that may be one too large: then there is none.
#[derive(Debug, Clone)]
enum Operation {
    Place { user: usize, lines: Vec<(usize, i32)>, wait: bool },
    Pay { order: usize },
    Ship { order: usize },
    Deliver { order: usize },
    Cancel { order: usize },
    Refund { order: usize, cents: i64 },
    Restock { product: usize, pieces: i32 },
    ChangePrice { product: usize, cents: i64, version: Option<i64> },
}

fn operation() -> impl Strategy<Value = Operation> {
    let order = || 0..14_usize;
    let lines = proptest::collection::vec((prop_oneof![20 => 0..3_usize, 1 => Just(3)], 0..4_i32), 0..4);
    prop_oneof![
        6 => (0..2_usize, lines, any::<bool>()).prop_map(|(user, lines, wait)| Operation::Place { user, lines, wait }),
        6 => order().prop_map(|order| Operation::Pay { order }),
        3 => order().prop_map(|order| Operation::Ship { order }),
        2 => order().prop_map(|order| Operation::Deliver { order }),
        4 => order().prop_map(|order| Operation::Cancel { order }),
        3 => (order(), -1..9_00_i64).prop_map(|(order, cents)| Operation::Refund { order, cents }),
        2 => (0..4_usize, -1..6).prop_map(|(product, pieces)| Operation::Restock { product, pieces }),
        1 => (0..4_usize, -1..7_00_i64, proptest::option::of(1..6_i64))
            .prop_map(|(product, cents, version)| Operation::ChangePrice { product, cents, version }),
    ]
}

#[test]
fn the_shop_does_what_the_model_does() {
    let done = std::cell::Cell::new(0);
    // Failures are told with the operations that led there; nothing is written next to the test.
    let config =
        Config { cases: RUNS, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new(config)
        .run(&proptest::collection::vec(operation(), OPERATIONS * 3 / 4..=OPERATIONS), |operations| {
            let db = TestDb::new();
            let mut run = Run::new(db.conn());
            for operation in &operations {
                run.step(operation)?;
            }
            run.compare()?;
            done.set(done.get() + operations.len());
            Ok(())
        })
        .unwrap();
    assert!(done.get() >= 3_000, "only {} operations were done", done.get());
}

/// What the model knows of a product, and by how much each reason has changed its stock.
#[derive(Debug)]
struct Goods {
    id: ProductId,
    stock: i64,
    cents: i64,
    version: i64,
    received: i64,
    ordered: i64,
    returned: i64,
}

/// What the model knows of an order: its lines by product, and its money.
#[derive(Debug)]
struct Sale {
    id: OrderId,
    user: usize,
    lines: BTreeMap<usize, i64>,
    total: i64,
    refunded: i64,
    paid: bool,
    status: OrderStatus,
}

#[derive(Debug)]
struct Buyer {
    id: UserId,
    account: AccountId,
    balance: i64,
}

struct Run {
    conn: PgConnection,
    buyers: Vec<Buyer>,
    goods: Vec<Goods>,
    sales: Vec<Sale>,
}

type Expected = Result<(), &'static str>;

impl Run {
    fn new(mut conn: PgConnection) -> Self {
        let conn_ref = &mut conn;
        let buyers = ["anna", "ben"].map(|name| {
            let account = funded(conn_ref, name, FUNDS).id;
            Buyer { id: user_of(conn_ref, name), account, balance: FUNDS }
        });
        // The last costs nothing: an order of it alone is confirmed without a payment.
        let goods = [("TEA", 6_50, 9), ("MUG", 14_00, 4), ("SAMPLE", 0, 5)].map(|(sku, cents, stock)| {
            let id = product(conn_ref, sku, cents, stock as i32).id;
            Goods { id, stock, cents, version: 1, received: stock, ordered: 0, returned: 0 }
        });
        Self { conn, buyers: buyers.into(), goods: goods.into(), sales: Vec::new() }
    }

    fn step(&mut self, operation: &Operation) -> Result<(), TestCaseError> {
        let (expected, real) = match operation {
            Operation::Place { user, lines, wait } => self.place(*user, lines, *wait),
            Operation::Pay { order } => (self.expect_pay(*order), self.real(*order, shop::pay)),
            Operation::Ship { order } => {
                (self.expect_step(*order, Confirmed, Shipped), self.real(*order, shop::ship))
            }
            Operation::Deliver { order } => {
                (self.expect_step(*order, Shipped, Delivered), self.real(*order, shop::deliver))
            }
            Operation::Cancel { order } => (self.expect_cancel(*order), self.real(*order, shop::cancel)),
            Operation::Refund { order, cents } => {
                let part = Money::new(*cents, Currency::EUR);
                let id = self.order_id(*order);
                let real = shop::refund(&mut self.conn, id, part, &Reference::new());
                (self.expect_refund(*order, *cents), real.map(drop))
            }
            Operation::Restock { product, pieces } => {
                let id = self.product_id(*product);
                let real = shop::restock(&mut self.conn, id, *pieces);
                (self.expect_restock(*product, *pieces), real.map(drop))
            }
            Operation::ChangePrice { product, cents, version } => {
                let price = Money::new(*cents, Currency::EUR);
                let id = self.product_id(*product);
                let real = shop::change_price(&mut self.conn, id, price, *version);
                (self.expect_price(*product, *cents, *version), real.map(drop))
            }
        };
        prop_assert_eq!(real.map_err(|error| name(&error)), expected);
        Ok(())
    }

    fn product_id(&self, product: usize) -> ProductId {
        self.goods.get(product).map_or(ProductId::new(999), |goods| goods.id)
    }

    fn order_id(&self, order: usize) -> OrderId {
        self.sales.get(order).map_or(OrderId::new(999), |sale| sale.id)
    }

    fn real(
        &mut self,
        order: usize,
        step: fn(&mut PgConnection, OrderId) -> Result<Order, ShopError>,
    ) -> Result<(), ShopError> {
        let id = self.order_id(order);
        step(&mut self.conn, id).map(drop)
    }

    fn place(
        &mut self,
        user: usize,
        lines: &[(usize, i32)],
        wait: bool,
    ) -> (Expected, Result<(), ShopError>) {
        let real: Vec<_> =
            lines.iter().map(|(p, quantity)| Line::new(self.product_id(*p), *quantity)).collect();
        let place = if wait { shop::place_order } else { shop::place_order_no_wait };
        let placed = place(&mut self.conn, self.buyers[user].id, &real);
        let expected =
            self.expect_placed(user, lines, placed.as_ref().map_or(OrderId::new(999), |p| p.order.id));
        (expected, placed.map(drop))
    }

    fn expect_placed(&mut self, user: usize, lines: &[(usize, i32)], id: OrderId) -> Expected {
        if lines.iter().any(|(_, quantity)| *quantity < 1) {
            return Err("Quantity");
        }
        let mut merged = BTreeMap::new();
        lines
            .iter()
            .for_each(|(product, quantity)| *merged.entry(*product).or_insert(0) += i64::from(*quantity));
        if merged.is_empty() {
            return Err("EmptyOrder");
        }
        if merged.keys().any(|product| *product >= self.goods.len()) {
            return Err("ProductNotFound");
        }
        if merged.iter().any(|(product, quantity)| self.goods[*product].stock < *quantity) {
            return Err("OutOfStock");
        }
        let mut total = 0;
        for (product, quantity) in &merged {
            let goods = &mut self.goods[*product];
            goods.stock -= quantity;
            goods.ordered += quantity;
            goods.version += 1;
            total += goods.cents * quantity;
        }
        self.sales.push(Sale { id, user, lines: merged, total, refunded: 0, paid: false, status: Pending });
        Ok(())
    }

    fn expect_pay(&mut self, order: usize) -> Expected {
        let Some(sale) = self.sales.get_mut(order) else { return Err("OrderNotFound") };
        match sale.status {
            Pending if self.buyers[sale.user].balance < sale.total => Err("InsufficientFunds"),
            Pending => {
                self.buyers[sale.user].balance -= sale.total;
                sale.paid = sale.total > 0;
                sale.status = Confirmed;
                Ok(())
            }
            Cancelled => Err("IllegalStatus"),
            Confirmed | Shipped | Delivered => Ok(()),
        }
    }

    fn expect_step(&mut self, order: usize, from: OrderStatus, to: OrderStatus) -> Expected {
        let Some(sale) = self.sales.get_mut(order) else { return Err("OrderNotFound") };
        if sale.status != from {
            return Err("IllegalStatus");
        }
        sale.status = to;
        Ok(())
    }

    fn expect_cancel(&mut self, order: usize) -> Expected {
        let Some(sale) = self.sales.get_mut(order) else { return Err("OrderNotFound") };
        match sale.status {
            Cancelled => return Ok(()),
            Shipped | Delivered => return Err("IllegalStatus"),
            Pending | Confirmed => sale.status = Cancelled,
        }
        if sale.paid {
            self.buyers[sale.user].balance += sale.total - sale.refunded;
            sale.refunded = sale.total;
        }
        for (product, quantity) in &sale.lines {
            let goods = &mut self.goods[*product];
            goods.stock += quantity;
            goods.returned += quantity;
            goods.version += 1;
        }
        Ok(())
    }

    fn expect_refund(&mut self, order: usize, cents: i64) -> Expected {
        let Some(sale) = self.sales.get_mut(order) else { return Err("OrderNotFound") };
        if !sale.paid {
            return Err("NotPaid");
        }
        if cents < 1 {
            return Err("AmountOutOfRange");
        }
        if sale.total - sale.refunded < cents {
            return Err("ReversalExceeds");
        }
        sale.refunded += cents;
        self.buyers[sale.user].balance += cents;
        Ok(())
    }

    fn expect_restock(&mut self, product: usize, pieces: i32) -> Expected {
        if pieces < 1 {
            return Err("Quantity");
        }
        let Some(goods) = self.goods.get_mut(product) else { return Err("ProductNotFound") };
        goods.stock += i64::from(pieces);
        goods.received += i64::from(pieces);
        goods.version += 1;
        Ok(())
    }

    fn expect_price(&mut self, product: usize, cents: i64, version: Option<i64>) -> Expected {
        let Some(goods) = self.goods.get_mut(product) else { return Err("ProductNotFound") };
        if cents < 0 {
            return Err("NotAPrice");
        }
        if version.is_some_and(|version| version != goods.version) {
            return Err("StaleVersion");
        }
        goods.version += i64::from(goods.cents != cents);
        goods.cents = cents;
        Ok(())
    }

    /// Everything that the model knows is so in the database, in money and in stock, and nothing more is there.
    fn compare(&mut self) -> Result<(), TestCaseError> {
        let conn = &mut self.conn;
        for buyer in &self.buyers {
            prop_assert_eq!(Account::get(conn, buyer.account).unwrap().balance, buyer.balance);
        }
        let kept: i64 = self.buyers.iter().map(|buyer| FUNDS - buyer.balance).sum();
        prop_assert_eq!(house(conn).balance, kept - 2 * FUNDS);
        for goods in &self.goods {
            let real = Product::get(conn, goods.id).unwrap();
            prop_assert_eq!((i64::from(real.stock_quantity), real.version), (goods.stock, goods.version));
            let movements = StockMovement::of_product(conn, goods.id, None, 10_000).unwrap();
            let moved =
                |reason| movements.iter().filter(|m| m.reason == reason).map(|m| m.change).sum::<i64>();
            let real = [StockReason::Received, StockReason::Ordered, StockReason::Returned].map(moved);
            prop_assert_eq!(real, [goods.received, -goods.ordered, goods.returned]);
            prop_assert_eq!(goods.received - goods.ordered + goods.returned, goods.stock);
        }
        let orders = Order::list(conn, &Default::default(), None, 10_000).unwrap();
        prop_assert_eq!(orders.len(), self.sales.len());
        for sale in &self.sales {
            let real = Order::get(conn, sale.id).unwrap();
            let real = (real.status, real.total().unwrap().minor_units(), real.payment_transfer_id.is_some());
            prop_assert_eq!(real, (sale.status, sale.total, sale.paid));
        }
        if !self.sales.is_empty() {
            assert_shop_is_right(conn);
        }
        Ok(())
    }
}

fn name(error: &ShopError) -> &'static str {
    match error {
        ShopError::EmptyOrder => "EmptyOrder",
        ShopError::Quantity { .. } => "Quantity",
        ShopError::OutOfStock { .. } => "OutOfStock",
        ShopError::ProductNotFound(_) => "ProductNotFound",
        ShopError::OrderNotFound(_) => "OrderNotFound",
        ShopError::IllegalStatus { .. } => "IllegalStatus",
        ShopError::NotPaid(_) => "NotPaid",
        ShopError::StaleVersion { .. } => "StaleVersion",
        ShopError::Money(_) => "NotAPrice",
        ShopError::Ledger(LedgerError::InsufficientFunds { .. }) => "InsufficientFunds",
        ShopError::Ledger(LedgerError::AmountOutOfRange(_)) => "AmountOutOfRange",
        ShopError::Ledger(LedgerError::ReversalExceeds { .. }) => "ReversalExceeds",
        other => panic!("{other:?}"),
    }
}

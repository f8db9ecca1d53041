use super::check::{Check, Group};
use super::pass::Pass;

const fn check(name: &'static str, holds: &'static str) -> Check {
    Check { group: Group::Shop, name, holds }
}

pub(super) const PASSES: &[Pass] = &[
    Pass {
        reads: "stock_movements",
        sliced_by: Some("products"),
        checks: &[
            check(
                "products-well-formed",
                "Each product has an SKU, a name, and a price that its currency's decimals can express.",
            ),
            check("stock-not-negative", "No product was oversold."),
            check(
                "stock-movements-gapless",
                "Each product's movements are numbered 1, 2, 3, … without gaps.",
            ),
            check(
                "stock-movements-add-up",
                "Each movement's stock is the one before it and the movement's change, and never under zero.",
            ),
            check("movements-have-products", "Each movement belongs to a product."),
            check("stock-matches-movements", "Each product's stock is what its movements sum to."),
            check(
                "orders-match-movements",
                "Each order took the pieces of its lines, and gave them back if it was cancelled or deleted.",
            ),
        ],
        sql: include_str!("sql/products.sql"),
    },
    Pass {
        reads: "order_items",
        sliced_by: Some("orders"),
        checks: &[
            check("orders-well-formed", "Each order has a number, a currency and a total within its range."),
            check("orders-have-buyers", "Each order belongs to a user."),
            check(
                "order-statuses-legal",
                "Each order has one of the five statuses, and a payment and a refund only where its status allows them.",
            ),
            check("order-totals-match-lines", "Each order's total is the sum of its lines."),
            check("confirmed-orders-have-lines", "Each confirmed, shipped or delivered order has lines."),
            check(
                "orders-paid",
                "Each confirmed, shipped or delivered order costs nothing or is paid, and each payment is exactly the total, made to the house.",
            ),
            check(
                "cancelled-orders-refunded",
                "Each cancelled order that was paid got its whole payment back, and names the reversal.",
            ),
            check(
                "order-lines-well-formed",
                "Each order line has pieces, a price that its currency can express, and their product as its subtotal.",
            ),
            check(
                "order-lines-in-one-currency",
                "Each line's order and product exist and have its currency.",
            ),
            check("order-lines-distinct", "No order has two lines of one product."),
        ],
        sql: include_str!("sql/orders.sql"),
    },
    Pass {
        reads: "orders",
        sliced_by: None,
        checks: &[
            check("skus-unique", "No two products have the same SKU."),
            check("order-numbers-unique", "No two orders have the same number."),
            check("order-numbers-ahead", "No order has a number that the database has yet to give."),
            check("payments-used-once", "No transfer is the payment or the refund of two orders."),
        ],
        sql: include_str!("sql/shop_keys.sql"),
    },
];

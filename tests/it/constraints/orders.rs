use super::Case;

/// Anna pays for the first order: transfer 100.
const PAYMENT: &str = "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300)";
/// What looks like a payment for the first order bought dollars.
const SALE: &str = "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300); INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (5, 4, 'USD', 1500, 100)";
/// All of what paid the second order is given back: transfer 101.
const REFUND: &str = "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (101, 1, 2, 'EUR', 650, 3)";
/// The guard before some of the orders' other rules.
const UNGUARDED: &str =
    "ALTER TABLE orders DISABLE TRIGGER orders_check_step, DISABLE TRIGGER orders_start_pending";

pub(super) const CASES: &[Case] = &[
    (
        "orders_pkey",
        "",
        "INSERT INTO orders (id, user_id, currency) OVERRIDING SYSTEM VALUE VALUES (1, 2, 'EUR')",
    ),
    (
        "orders_id_currency_key",
        "ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE",
        "INSERT INTO orders (id, user_id, currency) OVERRIDING SYSTEM VALUE VALUES (1, 2, 'EUR')",
    ),
    ("orders_user_id_fkey", "", "INSERT INTO orders (user_id, currency) VALUES (999, 'EUR')"),
    (
        "orders_user_id_fkey",
        "INSERT INTO orders (user_id, currency) VALUES (4, 'EUR')",
        "DELETE FROM users WHERE id = 4",
    ),
    (
        "orders_order_number_key",
        "",
        "INSERT INTO orders (user_id, order_number, currency) VALUES (2, 'FIRST', 'EUR')",
    ),
    ("orders_order_number_not_blank", "", "UPDATE orders SET order_number = ' ' WHERE id = 1"),
    ("orders_currency_shape", "", "INSERT INTO orders (user_id, currency) VALUES (2, 'eur')"),
    ("orders_version_positive", "", "INSERT INTO orders (user_id, currency, version) VALUES (2, 'EUR', 0)"),
    ("orders_status_known", UNGUARDED, "UPDATE orders SET status = 'lost' WHERE id = 3"),
    ("orders_status_step", "", "UPDATE orders SET status = 'lost' WHERE id = 1"),
    ("orders_status_step", "", "UPDATE orders SET status = 'shipped' WHERE id = 1"),
    ("orders_status_step", "", "UPDATE orders SET status = 'pending' WHERE id = 2"),
    ("orders_status_step", "", "UPDATE orders SET status = 'confirmed' WHERE id = 4"),
    (
        "orders_total_amount_range",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 2, 'EUR', 1, 60000000), (3, 3, 'EUR', 1, 60000000)",
    ),
    ("orders_total_from_lines", "", "UPDATE orders SET total_amount = 1 WHERE id = 1"),
    (
        "orders_start_pending",
        "",
        "INSERT INTO orders (user_id, currency, status) VALUES (2, 'EUR', 'confirmed')",
    ),
    ("orders_start_pending", "", "INSERT INTO orders (user_id, currency, total_amount) VALUES (2, 'EUR', 1)"),
    (
        "orders_start_pending",
        "",
        "INSERT INTO orders (user_id, currency, payment_transfer_id) VALUES (2, 'EUR', 1)",
    ),
    ("orders_confirmed_means_lines", "", "UPDATE orders SET status = 'confirmed' WHERE id = 3"),
    ("orders_confirmed_means_paid", "", "UPDATE orders SET status = 'confirmed' WHERE id = 1"),
    ("orders_pending_means_unpaid", PAYMENT, "UPDATE orders SET payment_transfer_id = 100 WHERE id = 1"),
    (
        "orders_payment_transfer_id_fkey",
        "",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 999 WHERE id = 1",
    ),
    (
        "orders_payment_transfer_id_key",
        "UPDATE order_items SET quantity = 1 WHERE order_id = 1",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 3 WHERE id = 1",
    ),
    // Too little, to somebody else, a reversal, one that was given back, and one that bought dollars.
    (
        "orders_payment_pays_total",
        "",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 3 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (100, 2, 3, 'EUR', 1300)",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300, 1)",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300, NULL), (101, 1, 2, 'EUR', 1, 100)",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        SALE,
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    ("orders_payment_final", "", "UPDATE orders SET payment_transfer_id = NULL WHERE id = 2"),
    ("orders_payment_final", "", "UPDATE orders SET payment_transfer_id = 4 WHERE id = 2"),
    (
        "orders_refund_transfer_id_fkey",
        UNGUARDED,
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 999 WHERE id = 2",
    ),
    (
        "orders_refund_transfer_id_key",
        UNGUARDED,
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 5 WHERE id = 2",
    ),
    (
        "orders_refund_reverses_payment",
        "",
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 3 WHERE id = 2",
    ),
    (
        "orders_refund_reverses_payment",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (101, 1, 2, 'EUR', 649, 3)",
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 101 WHERE id = 2",
    ),
    ("orders_refund_final", "", "UPDATE orders SET refund_transfer_id = NULL WHERE id = 4"),
    ("orders_refunded_means_cancelled", REFUND, "UPDATE orders SET refund_transfer_id = 101 WHERE id = 2"),
    ("orders_cancelled_means_refunded", "", "UPDATE orders SET status = 'cancelled' WHERE id = 2"),
    ("orders_keep_buyer", "", "UPDATE orders SET user_id = 3 WHERE id = 1"),
    ("orders_keep_buyer", "", "UPDATE orders SET currency = 'USD' WHERE id = 3"),
    ("orders_keep_paid", "", "DELETE FROM orders WHERE id = 2"),
    ("orders_keep_paid", "", "DELETE FROM orders WHERE id = 4"),
];

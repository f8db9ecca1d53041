use super::Check;

/// Every check, the ledger's first.
pub const CHECKS: &[Check] = &[
    Check {
        name: "transfers-balance",
        holds: "each transfer has its debit and its credit, which sum to zero",
        counted: "SELECT count(*) AS checked FROM transfers",
        broken: "SELECT format('transfer %s', t.id) AS subject
                 FROM transfers t LEFT JOIN entries e ON e.transfer_id = t.id
                 GROUP BY t.id
                 HAVING count(e.id) <> 2
                     OR bool_or(e.amount IS DISTINCT FROM
                                CASE e.account_id WHEN t.from_account_id THEN -t.amount WHEN t.to_account_id THEN t.amount END)
                 ORDER BY t.id",
    },
    Check {
        name: "histories-gapless",
        holds: "each account's entries are numbered 1, 2, 3, … and each balance follows from the one before",
        counted: "SELECT count(*) AS checked FROM entries",
        broken: "SELECT format('account %s, entry %s', account_id, id) AS subject
                 FROM (SELECT id, account_id, account_version, amount, balance_after, created_at,
                              lag(account_version, 1, 0::BIGINT) OVER w AS version_before,
                              lag(balance_after, 1, 0::BIGINT) OVER w AS balance_before,
                              lag(created_at) OVER w AS before
                       FROM entries WINDOW w AS (PARTITION BY account_id ORDER BY account_version)) history
                 WHERE account_version <> version_before + 1
                    OR balance_after <> balance_before + amount
                    OR created_at < before
                 ORDER BY account_id, account_version",
    },
    Check {
        name: "balances-match-entries",
        holds: "each account's balance is the sum of its entries, its version their number",
        counted: "SELECT count(*) AS checked FROM accounts",
        broken: "SELECT format('account %s', a.id) AS subject
                 FROM accounts a
                 LEFT JOIN (SELECT account_id, sum(amount) AS balance, count(*) AS version
                            FROM entries GROUP BY account_id) e ON e.account_id = a.id
                 WHERE a.balance <> COALESCE(e.balance, 0) OR a.version <> COALESCE(e.version, 0)
                 ORDER BY a.id",
    },
    Check {
        name: "currencies-sum-to-zero",
        holds: "what everybody holds of a currency is what the house is overdrawn by",
        counted: "SELECT count(DISTINCT currency) AS checked FROM accounts",
        broken: "SELECT format('%s is off by %s minor units', currency, sum(balance)) AS subject
                 FROM accounts GROUP BY currency HAVING sum(balance) <> 0 ORDER BY currency",
    },
    Check {
        name: "overdrafts-within-limit",
        holds: "no account is overdrawn beyond its limit, no closed one holds anything",
        counted: "SELECT count(*) AS checked FROM accounts",
        broken: "SELECT format('account %s', id) AS subject FROM accounts
                 WHERE balance < -overdraft_limit OR (closed_at IS NOT NULL AND balance <> 0) ORDER BY id",
    },
    Check {
        name: "reversals-within-original",
        holds: "each reversal moves money back between the same accounts, and all of a transfer's don't exceed it",
        counted: "SELECT count(*) AS checked FROM transfers WHERE reverses_id IS NOT NULL",
        broken: "SELECT format('transfer %s', o.id) AS subject
                 FROM transfers r JOIN transfers o ON o.id = r.reverses_id
                 GROUP BY o.id
                 HAVING sum(r.amount) > o.amount
                     OR bool_or(r.from_account_id <> o.to_account_id OR r.to_account_id <> o.from_account_id
                                OR o.reverses_id IS NOT NULL)
                 ORDER BY o.id",
    },
    Check {
        name: "order-totals-match-lines",
        holds: "each order's total is the sum of its lines",
        counted: "SELECT count(*) AS checked FROM orders",
        broken: "SELECT format('order %s', o.id) AS subject
                 FROM orders o LEFT JOIN order_items i ON i.order_id = o.id
                 GROUP BY o.id HAVING o.total_amount <> COALESCE(sum(i.subtotal), 0) ORDER BY o.id",
    },
    Check {
        name: "orders-paid",
        holds: "each confirmed, shipped or delivered order is paid in full to the house, or costs nothing",
        counted: "SELECT count(*) AS checked FROM orders WHERE status IN ('confirmed', 'shipped', 'delivered')",
        broken: "SELECT format('order %s', o.id) AS subject
                 FROM orders o
                 LEFT JOIN transfers t ON t.id = o.payment_transfer_id
                 LEFT JOIN accounts a ON a.id = t.to_account_id
                 WHERE o.status IN ('confirmed', 'shipped', 'delivered')
                   AND (a.owner, t.currency, t.amount)
                       IS DISTINCT FROM ('house', o.currency, o.total_amount * 10::NUMERIC ^ currency_exponent(o.currency))
                   AND NOT (t.id IS NULL AND o.total_amount = 0)
                 ORDER BY o.id",
    },
    Check {
        name: "cancelled-orders-refunded",
        holds: "each cancelled order that was paid got its whole payment back",
        counted: "SELECT count(*) AS checked FROM orders WHERE status = 'cancelled' AND payment_transfer_id IS NOT NULL",
        broken: "SELECT format('order %s', o.id) AS subject
                 FROM orders o
                 JOIN transfers t ON t.id = o.payment_transfer_id
                 LEFT JOIN transfers r ON r.reverses_id = t.id
                 WHERE o.status = 'cancelled'
                 GROUP BY o.id, t.amount HAVING COALESCE(sum(r.amount), 0) <> t.amount ORDER BY o.id",
    },
    Check {
        name: "stock-not-negative",
        holds: "no product was oversold",
        counted: "SELECT count(*) AS checked FROM products",
        broken: "SELECT format('product %s', id) AS subject FROM products WHERE stock_quantity < 0 ORDER BY id",
    },
    Check {
        name: "stock-movements-gapless",
        holds: "each product's movements are numbered 1, 2, 3, … and each stock follows from the one before",
        counted: "SELECT count(*) AS checked FROM stock_movements",
        broken: "SELECT format('product %s, movement %s', product_id, id) AS subject
                 FROM (SELECT id, product_id, number, change, stock_after,
                              lag(number, 1, 0::BIGINT) OVER w AS number_before,
                              lag(stock_after, 1, 0::BIGINT) OVER w AS stock_before
                       FROM stock_movements WINDOW w AS (PARTITION BY product_id ORDER BY number)) history
                 WHERE number <> number_before + 1 OR stock_after <> stock_before + change OR stock_after < 0
                 ORDER BY product_id, number",
    },
    Check {
        name: "stock-matches-movements",
        holds: "each product's stock is what its movements sum to",
        counted: "SELECT count(*) AS checked FROM products",
        broken: "SELECT format('product %s', p.id) AS subject
                 FROM products p
                 LEFT JOIN (SELECT product_id, sum(change) AS stock FROM stock_movements GROUP BY product_id) m
                     ON m.product_id = p.id
                 WHERE p.stock_quantity <> COALESCE(m.stock, 0) ORDER BY p.id",
    },
    Check {
        name: "orders-match-movements",
        holds: "each order took the pieces of its lines, and gave them back if it was cancelled or deleted",
        counted: "SELECT count(*) AS checked FROM order_items",
        broken: "SELECT format('order %s, product %s is off by %s', order_id, product_id, sum(pieces)) AS subject
                 FROM (SELECT order_id, product_id, change AS pieces FROM stock_movements WHERE order_id IS NOT NULL
                       UNION ALL
                       SELECT i.order_id, i.product_id, i.quantity
                       FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.status <> 'cancelled') both_sides
                 GROUP BY order_id, product_id HAVING sum(pieces) <> 0 ORDER BY order_id, product_id",
    },
];

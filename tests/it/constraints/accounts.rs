use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "accounts_pkey",
        "",
        "INSERT INTO accounts (id, owner, currency) OVERRIDING SYSTEM VALUE VALUES (1, 'carl', 'EUR')",
    ),
    (
        "accounts_id_currency_key",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_pkey CASCADE",
        "INSERT INTO accounts (id, owner, currency) OVERRIDING SYSTEM VALUE VALUES (1, 'carl', 'EUR')",
    ),
    ("owner_currency_key", "", "INSERT INTO accounts (owner, currency) VALUES ('anna', 'EUR')"),
    ("accounts_owner_fkey", "", "INSERT INTO accounts (owner, currency) VALUES ('nobody', 'EUR')"),
    ("accounts_owner_fkey", "", "DELETE FROM users WHERE id = 3"),
    ("accounts_owner_not_blank", "", "INSERT INTO accounts (owner, currency) VALUES (' ', 'EUR')"),
    ("accounts_currency_shape", "", "INSERT INTO accounts (owner, currency) VALUES ('carl', 'eur')"),
    ("accounts_overdraft_limit_range", "", "UPDATE accounts SET overdraft_limit = -1 WHERE id = 2"),
    ("accounts_keep_currency", "", "UPDATE accounts SET currency = 'USD' WHERE id = 3"),
    ("accounts_unlimited_only_for_house", "", "UPDATE accounts SET overdraft_limit = NULL WHERE id = 2"),
    (
        "accounts_balance_range",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 2, 'EUR', 4611686018427387903)",
    ),
    (
        "accounts_balance_range",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 2, 'EUR', 1), (1, 2, 'EUR', 4611686018427387903)",
    ),
    // The account that gets more than BIGINT holds has the lower number: it is written first.
    (
        "accounts_balance_range",
        FULL_ACCOUNT,
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (5, 4, 'USD', 4611686018427387904)",
    ),
    (
        "accounts_balance_range",
        FULL_ACCOUNT,
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (5, 4, 'USD', 4611686018427387904), (5, 4, 'USD', 4611686018427387904)",
    ),
    (
        "accounts_balance_within_overdraft",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (3, 2, 'EUR', 2501)",
    ),
    // The second row would cover the first.
    (
        "accounts_balance_within_overdraft",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (3, 2, 'EUR', 2501), (2, 3, 'EUR', 1)",
    ),
    (
        "accounts_balance_within_overdraft",
        "UPDATE accounts SET overdraft_limit = 10 WHERE id = 3; INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (3, 2, 'EUR', 2510)",
        "UPDATE accounts SET overdraft_limit = 9 WHERE id = 3",
    ),
    ("accounts_closed_means_empty", "", "UPDATE accounts SET closed_at = now() WHERE id = 2"),
    (
        "accounts_closed_means_empty",
        "UPDATE accounts SET closed_at = now() WHERE id = 4",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (5, 4, 'USD', 1)",
    ),
    // Empty again at the end of the statement.
    (
        "accounts_closed_means_empty",
        "UPDATE accounts SET closed_at = now() WHERE id = 4",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (5, 4, 'USD', 1), (4, 5, 'USD', 1)",
    ),
    ("accounts_open_empty", "", "INSERT INTO accounts (owner, currency, balance) VALUES ('carl', 'EUR', 1)"),
    ("accounts_open_empty", "", "INSERT INTO accounts (owner, currency, version) VALUES ('carl', 'EUR', 1)"),
    (
        "accounts_open_empty",
        "",
        "INSERT INTO accounts (owner, currency, last_posted_at) VALUES ('carl', 'EUR', now())",
    ),
    ("accounts_change_by_posting", "", "UPDATE accounts SET balance = balance + 1 WHERE id = 2"),
    ("accounts_change_by_posting", "", "UPDATE accounts SET version = version + 1 WHERE id = 2"),
    ("accounts_change_by_posting", "", "UPDATE accounts SET last_posted_at = NULL WHERE id = 2"),
    (
        "accounts_change_by_posting",
        "",
        "INSERT INTO accounts (owner, currency) VALUES ('anna', 'EUR') ON CONFLICT (owner, currency) DO UPDATE SET balance = 1",
    ),
];

/// Anna's dollars at the end of the range.
const FULL_ACCOUNT: &str = "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (5, 4, 'USD', 4611686018427387904)";

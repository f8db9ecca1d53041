use super::Case;

pub(super) const ACCOUNTS: &[Case] = &[
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
    (
        "accounts_version_not_negative",
        "ALTER TABLE accounts DISABLE TRIGGER accounts_open_empty",
        "INSERT INTO accounts (owner, currency, version) VALUES ('carl', 'EUR', -1)",
    ),
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

pub(super) const TRANSFERS: &[Case] = &[
    (
        "transfers_pkey",
        "",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (1, 2, 3, 'EUR', 1)",
    ),
    (
        "transfers_id_positive",
        "",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (0, 2, 3, 'EUR', 1)",
    ),
    (
        "transfers_id_positive",
        "",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (-2, 2, 3, 'EUR', 1), (-1, 2, 3, 'EUR', 1)",
    ),
    (
        "transfers_amount_range",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 3, 'EUR', 0)",
    ),
    (
        "transfers_amount_range",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 3, 'EUR', 4611686018427387905)",
    ),
    (
        "transfers_idempotency_key_key",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key) VALUES (2, 3, 'EUR', 1, 'salary')",
    ),
    (
        "transfers_idempotency_key_length",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key) VALUES (2, 3, 'EUR', 1, '')",
    ),
    (
        "transfers_idempotency_key_length",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key) VALUES (2, 3, 'EUR', 1, repeat('k', 256))",
    ),
    (
        "transfers_description_length",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, description) VALUES (2, 3, 'EUR', 1, '')",
    ),
    (
        "transfers_accounts_differ",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 2, 'EUR', 1)",
    ),
    (
        "transfers_from_account_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (999, 3, 'EUR', 1)",
    ),
    (
        "transfers_from_account_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (5, 3, 'EUR', 1)",
    ),
    (
        "transfers_to_account_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 999, 'EUR', 1)",
    ),
    (
        "transfers_to_account_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 4, 'EUR', 1)",
    ),
    ("transfers_to_account_fkey", "", "UPDATE accounts SET currency = 'USD' WHERE id = 3"),
    ("transfers_to_account_fkey", "", "DELETE FROM accounts WHERE id = 3"),
    (
        "transfers_reverses_id_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (3, 2, 'EUR', 1, 999)",
    ),
    // The wrong way round, between other accounts, and of a reversal.
    (
        "transfers_reversal_mirrors_original",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (2, 3, 'EUR', 1, 2)",
    ),
    (
        "transfers_reversal_mirrors_original",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (3, 2, 'EUR', 1, 2), (3, 1, 'EUR', 1, 2)",
    ),
    (
        "transfers_reversal_mirrors_original",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (2, 1, 'EUR', 1, 5)",
    ),
    (
        "transfers_reversals_within_original",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 3, 'EUR', 1)",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (3, 2, 'EUR', 2501, 2)",
    ),
    (
        "transfers_reversals_within_original",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 3, 'EUR', 1)",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (3, 2, 'EUR', 2500, 2), (3, 2, 'EUR', 1, 2)",
    ),
    (
        "transfers_exchanges_id_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (5, 4, 'USD', 1, 999)",
    ),
    (
        "transfers_exchanges_id_key",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (5, 4, 'USD', 1, 3)",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (5, 4, 'USD', 1, 3)",
    ),
    // Sold to somebody else, bought in the same currency, and for what was given back.
    (
        "transfers_exchange_through_house",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (5, 4, 'USD', 1, 2)",
    ),
    (
        "transfers_exchange_through_house",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (1, 2, 'EUR', 1, 3)",
    ),
    (
        "transfers_exchange_through_house",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (5, 4, 'USD', 1, 5), (5, 4, 'USD', 1, NULL)",
    ),
    (
        "transfers_created_at_not_future",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at) VALUES (2, 3, 'EUR', 1, now() + INTERVAL '1 hour')",
    ),
    (
        "transfers_created_at_not_future",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at) VALUES (2, 3, 'EUR', 1, 'infinity')",
    ),
    (
        "transfers_created_at_not_future",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at) VALUES (2, 3, 'EUR', 1, '-infinity')",
    ),
    ("transfers_append_only", "", "UPDATE transfers SET amount = 1 WHERE id = 1"),
    ("transfers_append_only", "", "UPDATE transfers SET description = 'x' WHERE false"),
    ("transfers_append_only", "", "DELETE FROM transfers WHERE id = 1"),
    ("transfers_append_only", "", "TRUNCATE transfers CASCADE"),
    ("transfers_append_only", "", "TRUNCATE accounts CASCADE"),
    ("transfers_append_only", "", "TRUNCATE users CASCADE"),
    (
        "transfers_append_only",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key) VALUES (2, 3, 'EUR', 1, 'salary') ON CONFLICT (idempotency_key) DO UPDATE SET amount = 1",
    ),
];

/// The guard before every other rule of the entries.
const UNGUARDED: &str = "ALTER TABLE entries DISABLE TRIGGER entries_written_by_posting";

pub(super) const ENTRIES: &[Case] = &[
    (
        "entries_pkey",
        UNGUARDED,
        "INSERT INTO entries (id, transfer_id, account_id, amount, account_version, balance_after) OVERRIDING SYSTEM VALUE VALUES (1, 1, 3, 1, 99, 1)",
    ),
    (
        "entries_transfer_id_fkey",
        UNGUARDED,
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after) VALUES (999, 3, 1, 99, 1)",
    ),
    (
        "entries_account_id_fkey",
        UNGUARDED,
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after) VALUES (1, 999, 1, 99, 1)",
    ),
    (
        "entries_amount_not_zero",
        UNGUARDED,
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after) VALUES (1, 3, 0, 99, 1)",
    ),
    (
        "entries_account_version_positive",
        UNGUARDED,
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after) VALUES (1, 3, 1, 0, 1)",
    ),
    (
        "entries_transfer_id_account_id_key",
        UNGUARDED,
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after) VALUES (1, 1, 1, 99, 1)",
    ),
    (
        "entries_account_id_account_version_key",
        UNGUARDED,
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after) VALUES (2, 1, 1, 1, 1)",
    ),
    (
        "entries_written_by_posting",
        "",
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after) VALUES (1, 3, 1, 99, 1)",
    ),
    ("entries_append_only", "", "UPDATE entries SET amount = amount + 1 WHERE id = 1"),
    ("entries_append_only", "", "DELETE FROM entries WHERE false"),
    ("entries_append_only", "", "TRUNCATE entries"),
];

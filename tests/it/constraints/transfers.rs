use super::Case;

pub(super) const CASES: &[Case] = &[
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
    // Posting refuses by the keys' names; these are the keys themselves, which are checked at the commit.
    (
        "transfers_from_account_fkey",
        KEYS_ALONE,
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (999, 3, 'EUR', 1)",
    ),
    (
        "transfers_to_account_fkey",
        KEYS_ALONE,
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 4, 'EUR', 1)",
    ),
    (
        "transfers_to_account_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 2, 'EUR', 1), (1, 4, 'EUR', 1)",
    ),
    (
        "transfers_from_account_fkey",
        "",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 2, 'EUR', 1), (999, 2, 'EUR', 1)",
    ),
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

const KEYS_ALONE: &str =
    "ALTER TABLE transfers DISABLE TRIGGER transfers_post; SET CONSTRAINTS ALL IMMEDIATE";

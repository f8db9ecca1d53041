use super::{Case, KEY_GONE, RULE_GONE};

pub(super) const CASES: &[Case] = &[
    (
        "accounts-well-formed",
        "UPDATE accounts SET overdraft_limit = NULL WHERE id = 3",
        &[],
        "account 3: accounts_unlimited_only_for_house",
    ),
    (
        "accounts-well-formed",
        "UPDATE accounts SET overdraft_limit = -1 WHERE id = 2",
        &[],
        "account 2: accounts_overdraft_limit_range",
    ),
    ("account-owners-exist", "UPDATE accounts SET owner = 'nobody' WHERE id = 3", &[], "account 3"),
    (
        "one-account-per-currency",
        "ALTER TABLE accounts DROP CONSTRAINT owner_currency_key; UPDATE accounts SET owner = 'ben' WHERE id = 2",
        KEY_GONE,
        "ben holds EUR in 2 accounts: 2 to 3",
    ),
    (
        "currencies-sum-to-zero",
        "UPDATE accounts SET balance = balance + 5 WHERE id = 3",
        &["balances-match-entries"],
        "EUR is off by 5 minor units",
    ),
    // Posted as any other transfer, but for the one rule.
    (
        "overdrafts-within-limit",
        "SET LOCAL session_replication_role = origin; ALTER TABLE accounts DROP CONSTRAINT accounts_balance_within_overdraft;
         INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (3, 2, 'EUR', 2001)",
        RULE_GONE,
        "account 3",
    ),
    (
        "closed-accounts-empty",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_closed_means_empty; UPDATE accounts SET closed_at = now() WHERE id = 3",
        RULE_GONE,
        "account 3",
    ),
    (
        "histories-gapless",
        "UPDATE entries SET account_version = account_version + 1 WHERE id = 10",
        &[],
        "account 5, entry 10",
    ),
    (
        "running-balances",
        "UPDATE entries SET balance_after = balance_after + 1 WHERE id = 16",
        &[],
        "account 2, entry 16",
    ),
    // The first of Ben's two entries comes to be later than the second.
    (
        "histories-in-time-order",
        "UPDATE entries SET created_at = created_at + INTERVAL '1 hour' WHERE id = 4;
         UPDATE accounts SET last_posted_at = (SELECT created_at FROM entries WHERE id = 4) WHERE id = 3",
        &[],
        "account 3, entry 5",
    ),
    (
        "entries-have-accounts",
        "UPDATE entries SET account_id = 99 WHERE id = 10",
        &["transfers-balance", "balances-match-entries"],
        "account 99, entry 10",
    ),
    ("balances-match-entries", "UPDATE accounts SET version = version + 1 WHERE id = 3", &[], "account 3"),
    ("balances-match-entries", "UPDATE accounts SET last_posted_at = NULL WHERE id = 3", &[], "account 3"),
    // Money in an account that nothing was ever posted to.
    (
        "balances-match-entries",
        "ALTER TABLE accounts ALTER id RESTART WITH 7; INSERT INTO accounts (owner, currency, balance) VALUES ('anna', 'JPY', 7)",
        &["currencies-sum-to-zero"],
        "account 7",
    ),
    ("transfers-balance", "UPDATE transfers SET amount = amount + 1 WHERE id = 1", &[], "transfer 1"),
    // Swapped: the sum is still zero.
    (
        "transfers-balance",
        "UPDATE transfers SET from_account_id = to_account_id, to_account_id = from_account_id WHERE id = 1",
        &[],
        "transfer 1",
    ),
    ("transfers-balance", NOT_POSTED, &[], "transfer 99"),
    ("entries-have-transfers", "DELETE FROM transfers WHERE id = 1", &[], "2 entries of transfer 1"),
    (
        "entries-not-before-transfer",
        "UPDATE transfers SET created_at = now() + INTERVAL '30 seconds' WHERE id = 1",
        &[],
        "transfer 1",
    ),
    ("transfers-hold-their-currency", "UPDATE transfers SET currency = 'USD' WHERE id = 1", &[], "transfer 1"),
    (
        "transfers-hold-their-currency",
        "UPDATE transfers SET to_account_id = 99 WHERE id = 1",
        &["transfers-balance"],
        "transfer 1",
    ),
    (
        "transfers-well-formed",
        "UPDATE transfers SET created_at = '-infinity' WHERE id = 1",
        &[],
        "transfer 1: transfers_created_at_not_future",
    ),
    (
        "transfers-well-formed",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_description_length; UPDATE transfers SET description = '' WHERE id = 2",
        RULE_GONE,
        "transfer 2: transfers_description_length",
    ),
    (
        "idempotency-keys-unique",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_idempotency_key_key;
         UPDATE transfers SET idempotency_key = 'salary' WHERE id = 2",
        KEY_GONE,
        "2 transfers under one key: 1 to 2",
    ),
    ("reversals-mirror-original", "UPDATE transfers SET reverses_id = 1 WHERE id = 3", &[], "transfer 3"),
    ("reversals-mirror-original", "UPDATE transfers SET reverses_id = 99 WHERE id = 3", &[], "transfer 3"),
    (
        "reversals-within-original",
        "UPDATE transfers SET amount = 499 WHERE id = 2",
        &["transfers-balance"],
        "transfer 2",
    ),
    ("exchanges-through-house", "UPDATE transfers SET exchanges_id = 1 WHERE id = 5", &[], "transfer 5"),
    ("exchanges-through-house", "UPDATE transfers SET exchanges_id = 99 WHERE id = 5", &[], "transfer 5"),
];

const NOT_POSTED: &str = "ALTER TABLE transfers ALTER id RESTART WITH 99;
    INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (1, 2, 'EUR', 1)";

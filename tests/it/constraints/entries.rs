use super::Case;

/// The guard before every other rule of the entries.
const UNGUARDED: &str = "ALTER TABLE entries DISABLE TRIGGER entries_written_by_posting";

pub(super) const CASES: &[Case] = &[
    ("entries_account_id_fkey", "", "DELETE FROM accounts WHERE id = 3"),
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

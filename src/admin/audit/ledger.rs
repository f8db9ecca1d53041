use super::check::{Check, Group};
use super::pass::Pass;

const fn check(name: &'static str, holds: &'static str) -> Check {
    Check { group: Group::Ledger, name, holds }
}

pub(super) const PASSES: &[Pass] = &[
    Pass {
        reads: "accounts",
        sliced_by: None,
        checks: &[
            check(
                "accounts-well-formed",
                "Each account has an owner, a currency of three capitals, and a balance and a limit within their ranges; only the house has no limit.",
            ),
            check("account-owners-exist", "Each account belongs to a user."),
            check("one-account-per-currency", "Nobody holds a currency in two accounts."),
            check(
                "currencies-sum-to-zero",
                "What everybody holds of a currency is what the house is overdrawn by.",
            ),
            check("overdrafts-within-limit", "No account is overdrawn beyond its limit."),
            check("closed-accounts-empty", "No closed account holds or owes anything."),
        ],
        sql: include_str!("sql/accounts.sql"),
    },
    Pass {
        reads: "entries",
        sliced_by: Some("accounts"),
        checks: &[
            check("histories-gapless", "Each account's entries are numbered 1, 2, 3, … without gaps."),
            check("running-balances", "Each entry's balance is the one before it and the entry's amount."),
            check("histories-in-time-order", "No entry is earlier than the account's entry before it."),
            check("entries-have-accounts", "Each entry belongs to an account."),
            check(
                "balances-match-entries",
                "Each account's balance is the sum of its entries, its version their number, its last posting the time of the latest.",
            ),
        ],
        sql: include_str!("sql/entries.sql"),
    },
    Pass {
        reads: "entries",
        sliced_by: Some("transfers"),
        checks: &[
            check(
                "transfers-balance",
                "Each transfer has two entries, the debit and the credit of its amount on its two accounts, which sum to zero.",
            ),
            check("entries-have-transfers", "Each entry belongs to a transfer."),
            check("entries-not-before-transfer", "No entry is earlier than its transfer."),
            check(
                "transfers-hold-their-currency",
                "Both accounts of each transfer exist and hold its currency.",
            ),
            check(
                "transfers-well-formed",
                "Each transfer moves a positive amount between two accounts, not in the future, with a key and a description of legal length.",
            ),
        ],
        sql: include_str!("sql/transfers.sql"),
    },
    Pass {
        reads: "transfers",
        sliced_by: None,
        checks: &[check("idempotency-keys-unique", "No two transfers have the same idempotency key.")],
        sql: include_str!("sql/keys.sql"),
    },
    Pass {
        reads: "transfers",
        sliced_by: None,
        checks: &[
            check(
                "reversals-mirror-original",
                "Each reversal moves money back between the two accounts of an ordinary transfer.",
            ),
            check("reversals-within-original", "The reversals of a transfer don't exceed it together."),
            check(
                "exchanges-through-house",
                "Each exchange sells one currency to the house and buys another from it, and each sale buys once.",
            ),
        ],
        sql: include_str!("sql/links.sql"),
    },
];

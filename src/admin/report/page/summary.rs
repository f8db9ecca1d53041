use maud::{Markup, html};

use super::amount::count;
use super::{audit, circulation};
use crate::admin::report::Report;

/// The tables whose rows people ask for first, and what they call them.
const COUNTED: [(&str, &str); 5] = [
    ("users", "users"),
    ("accounts", "accounts"),
    ("transfers", "transfers"),
    ("orders", "orders"),
    ("products", "products"),
];

/// The most important at a glance.
pub(super) fn summary(report: &Report) -> Markup {
    let rows = |table: &str| {
        report.tables.iter().find(|one| one.name == table).and_then(|one| one.rows).unwrap_or_default()
    };
    html! {
        div.summary {
            (audit::verdict(&report.audit))
            dl {
                @for (table, name) in COUNTED { (tile(name, &count(rows(table)))) }
                @for of in &report.circulation { (tile(&format!("{} in circulation", of.currency), &circulation::now(of))) }
            }
        }
    }
}

fn tile(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

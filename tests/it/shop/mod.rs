mod concurrency;
mod model;
mod movements;
mod pages;
mod paying;
mod placing;
mod products;
mod steps;

use diesel::PgConnection;
use ledgerstore::admin::audit::{audit, checks};
use ledgerstore::models::User;
use ledgerstore::types::UserId;

fn user_of(conn: &mut PgConnection, username: &str) -> UserId {
    User::find_by_username(conn, username).unwrap().unwrap().id
}

/// Every invariant holds, and the shop's were looked for in rows that are there.
fn assert_shop_is_right(conn: &mut PgConnection) {
    let outcomes = audit(conn, &[], &mut ()).unwrap();
    assert_eq!(outcomes.len(), checks().count());
    for outcome in &outcomes {
        assert!(outcome.findings.is_empty(), "{}: {:?}", outcome.name, outcome.findings);
    }
    for name in [
        "order-totals-match-lines",
        "stock-not-negative",
        "stock-movements-gapless",
        "stock-matches-movements",
        "orders-match-movements",
    ] {
        let looked_at = outcomes.iter().find(|outcome| outcome.name == name).unwrap();
        assert!(looked_at.checked > 0, "{name} looked at nothing");
    }
}

use diesel::PgConnection;
use ledgerstore::admin::audit::{audit, checks};

/// Every invariant holds, and was looked for in rows that are there.
pub fn assert_books_are_right(conn: &mut PgConnection) {
    let outcomes = audit(conn, &[], &mut ()).unwrap();
    assert_eq!(outcomes.len(), checks().count());
    for outcome in &outcomes {
        assert!(outcome.findings.is_empty(), "{}: {:?}", outcome.name, outcome.findings);
    }
    for name in ["transfers-balance", "histories-gapless", "balances-match-entries", "currencies-sum-to-zero"]
    {
        let looked_at = outcomes.iter().find(|outcome| outcome.name == name).unwrap();
        assert!(looked_at.checked > 0, "{name} looked at nothing");
    }
}

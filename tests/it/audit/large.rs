use diesel::connection::SimpleConnection;
use ledgerstore::admin::audit::{Outcome, audit};
use ledgerstore::admin::progress::Progress;

use super::world;

/// Makes the planner believe in tables so large that every pass goes in slices.
const LARGE: &str = "
UPDATE pg_class SET reltuples = 10000000
WHERE oid IN ('entries'::REGCLASS, 'stock_movements'::REGCLASS, 'order_items'::REGCLASS)";

/// What a listener heard: each step's name and total, then the units that were done of it.
#[derive(Default)]
struct Heard(Vec<(String, Option<u64>, u64)>);

impl Progress for Heard {
    fn begin(&mut self, step: &str, total: Option<u64>) {
        self.0.push((step.to_owned(), total, 0));
    }

    fn advance(&mut self, units: u64) {
        self.0.last_mut().unwrap().2 += units;
    }

    fn end(&mut self) {}
}

#[test]
fn slices_find_what_one_look_at_all_finds() {
    let db = world();
    let conn = &mut db.conn();
    let damage = "SET session_replication_role = replica;
        UPDATE entries SET account_id = 99 WHERE id = 10; UPDATE entries SET account_id = -5 WHERE id = 9;
        DELETE FROM transfers WHERE id IN (1, 8); UPDATE stock_movements SET product_id = 99 WHERE id = 2;
        UPDATE order_items SET order_id = 77 WHERE id = 2; UPDATE accounts SET version = 3 WHERE id = 6";
    conn.batch_execute(damage).unwrap();
    let whole = audit(conn, &[], &mut ()).unwrap();
    conn.batch_execute(LARGE).unwrap();
    let mut heard = Heard::default();
    let mut sliced = audit(conn, &[], &mut heard).unwrap();
    for outcome in &mut sliced {
        outcome.findings.sort_by_key(|subject| (subject.len(), subject.clone()));
    }
    assert_eq!(sliced, whole);
    assert!(whole.iter().filter(|outcome| outcome.found() > 0).count() > 5);

    let measured: Vec<_> = heard.0.iter().filter(|(_, total, _)| total.is_some()).collect();
    assert_eq!(measured.len(), 4, "{:?}", heard.0);
    for (step, total, done) in measured {
        let total = total.unwrap();
        assert!(total == 10_000_000 && *done <= total && *done > total - 100, "{step}: {done} of {total}");
    }
}

#[test]
fn so_many_findings_are_kept_and_the_others_counted() {
    let db = world();
    let conn = &mut db.conn();
    conn.batch_execute(
        "SET session_replication_role = replica;
         INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
         SELECT 1, 2, 'EUR', 1 FROM generate_series(1, 1500)",
    )
    .unwrap();
    let outcomes = audit(conn, &["transfers-balance".into()], &mut ()).unwrap();
    let [Outcome { checked, findings, more, .. }] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!((*checked, findings.len(), *more), (1_508, 1_000, 500));
    assert_eq!(findings[0], "transfer 9");
    assert_eq!(findings[999], "transfer 1008");
}

//! The description of a schema, the dump made of it, and drift from the migrations.

mod drift;
mod dump;
mod plants;
mod scratch;
mod zoo;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::admin::drift::drift as compare;
use ledgerstore::database::catalog::{Difference, Scope};

/// Each difference in words: `changed table users`.
fn words(differences: &[Difference]) -> Vec<String> {
    let word = |d: &Difference| format!("{} {} {}", d.what.as_str(), d.kind, d.name);
    differences.iter().map(word).collect()
}

/// What drift finds once the schema is spoilt; the fault is taken back.
fn drift_after(conn: &mut PgConnection, fault: &str) -> Vec<String> {
    let drift = with_fault(conn, fault, |conn| compare(conn, None, Scope::default()).unwrap());
    assert!(drift.compared > 250, "{}", drift.compared);
    words(&drift.differences)
}

fn with_fault<T>(conn: &mut PgConnection, fault: &str, look: impl FnOnce(&mut PgConnection) -> T) -> T {
    conn.test_transaction::<_, diesel::result::Error, _>(|conn| {
        conn.batch_execute(fault).unwrap_or_else(|error| panic!("{fault}: {error}"));
        Ok(look(conn))
    })
}

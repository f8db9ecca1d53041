use super::{count, with_fault};
use crate::support::{TestDb, lines};

/// Foreign keys for which no index starts with one of their columns; one over the rows that have a value will do.
const UNINDEXED: &str = "SELECT conname::TEXT AS line FROM pg_constraint k
    WHERE contype = 'f' AND connamespace = current_schema()::REGNAMESPACE AND NOT EXISTS (
        SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = k.conrelid AND i.indisvalid AND a.attnum = ANY (k.conkey)
          AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)))";

#[test]
fn every_foreign_key_has_an_index() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    assert_eq!(lines(conn, UNINDEXED), [""; 0]);
    assert!(
        count(conn, "pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::REGNAMESPACE")
            >= 12
    );
    let faults = [
        ("DROP INDEX transfers_to_account_id_idx", "transfers_to_account_fkey"),
        ("DROP INDEX transfers_reverses_id_idx", "transfers_reverses_id_fkey"),
        (
            "DROP INDEX sessions_user_id_idx; CREATE INDEX ON sessions (user_id) WHERE otp_code_sent",
            "sessions_user_id_fkey",
        ),
    ];
    for (fault, key) in faults {
        assert_eq!(with_fault(conn, fault, UNINDEXED), [key]);
    }
}

/// Indexes that another makes superfluous: their columns are its first ones, over the same rows. One that keeps
/// its columns unique has a task of its own, unless the other keeps the very same ones unique too.
const SUPERFLUOUS: &str = "
WITH indexes AS (
    SELECT i.indexrelid, indrelid, indisunique, relam, pg_get_expr(indpred, indrelid) AS predicate,
           ARRAY(SELECT pg_get_indexdef(i.indexrelid, place, true) FROM generate_series(1, indnkeyatts) AS place) AS columns
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE relnamespace = current_schema()::REGNAMESPACE
)
SELECT format('%s by %s', a.indexrelid::REGCLASS, b.indexrelid::REGCLASS) AS line
FROM indexes a JOIN indexes b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid AND b.relam = a.relam
    AND a.predicate IS NOT DISTINCT FROM b.predicate AND a.columns = b.columns[1:cardinality(a.columns)]
WHERE NOT a.indisunique OR (b.indisunique AND a.columns = b.columns AND a.indexrelid > b.indexrelid)
ORDER BY line";

#[test]
fn no_two_indexes_where_one_serves() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    assert_eq!(lines(conn, SUPERFLUOUS), [""; 0]);
    assert!(
        count(conn, "pg_class WHERE relkind = 'i' AND relnamespace = current_schema()::REGNAMESPACE") >= 30
    );
    let faults = [
        ("CREATE INDEX again ON accounts (owner)", "again by owner_currency_key"),
        ("CREATE INDEX again ON orders (user_id)", "again by orders_user_id_created_at_id_idx"),
        ("CREATE INDEX again ON products (id) WHERE stock_quantity > 0", "again by products_in_stock_idx"),
        ("CREATE UNIQUE INDEX again ON products (sku)", "again by products_sku_key"),
    ];
    for (fault, finding) in faults {
        assert!(with_fault(conn, fault, SUPERFLUOUS).contains(&finding.to_owned()), "{finding}");
    }
}

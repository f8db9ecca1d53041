use std::fs;
use std::path::Path;

use super::Case;
use crate::support::{TestDb, lines};

pub(super) const CASES: &[Case] = &[
    (
        "constraints-validated",
        "ALTER TABLE accounts ADD CONSTRAINT mine CHECK (balance < 1) NOT VALID",
        &[],
        "accounts.mine isn't validated",
    ),
    (
        "constraints-validated",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_user_id_fkey",
        &[],
        "sessions.sessions_user_id_fkey isn't there",
    ),
    (
        "columns-not-null",
        "ALTER TABLE users ALTER full_name DROP NOT NULL",
        &[],
        "users.full_name may be NULL",
    ),
    (
        "triggers-enabled",
        "ALTER TABLE transfers DISABLE TRIGGER transfers_post",
        &[],
        "transfers.transfers_post is disabled",
    ),
    (
        "triggers-enabled",
        "ALTER TABLE entries ENABLE REPLICA TRIGGER entries_append_only",
        &[],
        "entries.entries_append_only fires on replicas only",
    ),
    (
        "triggers-enabled",
        "DROP TRIGGER users_end_sessions ON users",
        &[],
        "users.users_end_sessions isn't there",
    ),
    // The one that looks whether a written movement has its product.
    (
        "triggers-enabled",
        "DO $$BEGIN EXECUTE (SELECT format('ALTER TABLE stock_movements DISABLE TRIGGER %I', min(tgname))
             FROM pg_trigger WHERE tgisinternal AND tgrelid = 'stock_movements'::REGCLASS); END$$",
        &[],
        "stock_movements.stock_movements_product_id_fkey is disabled",
    ),
    (
        "indexes-valid",
        "DROP INDEX orders_created_at_id_idx",
        &[],
        "orders.orders_created_at_id_idx isn't there",
    ),
    (
        "indexes-valid",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_email_key'::REGCLASS",
        &[],
        "users.users_email_key isn't valid",
    ),
    (
        "functions-in-own-schema",
        "ALTER FUNCTION return_stock() RESET search_path",
        &[],
        "return_stock doesn't look for its tables in its own schema only",
    ),
    (
        "functions-in-own-schema",
        "DROP FUNCTION account_version_before",
        &[],
        "account_version_before isn't there",
    ),
    (
        "sequences-ahead",
        "ALTER TABLE products ALTER id RESTART",
        &[],
        "products.id is at 2 already, its sequence at 0",
    ),
];

/// What the audit expects to be there, from a database that has just been migrated.
const EXPECTED: &str = "
WITH tables AS (SELECT oid, relname FROM pg_class
                WHERE relnamespace = current_schema()::REGNAMESPACE AND relkind = 'r' AND NOT starts_with(relname, '__'))
SELECT format('(%L, %L, %L)', kind, relation, name) AS line
FROM (SELECT 'constraint' AS kind, relname AS relation, conname AS name
      FROM pg_constraint JOIN tables ON conrelid = tables.oid WHERE contype NOT IN ('n', 't')
      UNION ALL
      SELECT 'trigger', relname, tgname FROM pg_trigger JOIN tables ON tgrelid = tables.oid WHERE NOT tgisinternal
      UNION ALL
      SELECT 'index', tables.relname, i.relname
      FROM pg_index JOIN tables ON indrelid = tables.oid JOIN pg_class i ON i.oid = indexrelid
      UNION ALL
      SELECT 'column', relname, attname FROM pg_attribute JOIN tables ON attrelid = tables.oid WHERE attnum > 0 AND attnotnull
      UNION ALL
      SELECT 'function', lanname, proname FROM pg_proc p JOIN pg_language l ON l.oid = prolang
      WHERE pronamespace = current_schema()::REGNAMESPACE) made
ORDER BY kind COLLATE \"C\", relation COLLATE \"C\", name COLLATE \"C\"";

/// A migration that makes something has to put it into that list: a line here says which.
#[test]
fn the_audit_expects_what_the_migrations_make() {
    let made = lines(&mut TestDb::new().conn(), EXPECTED);
    assert!(made.len() > 200, "{}", made.len());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/admin/audit/sql/expected.sql");
    let expected = fs::read_to_string(file).unwrap();
    let expected: Vec<_> = expected.lines().map(|line| line.trim_end_matches(',')).collect();
    let missing: Vec<_> = made.iter().filter(|line| !expected.contains(&line.as_str())).collect();
    let gone: Vec<_> = expected.iter().filter(|line| !made.contains(&(**line).to_owned())).collect();
    assert!(missing.is_empty() && gone.is_empty(), "add {missing:#?}\nremove {gone:#?}");
}

use super::{count, with_fault};
use crate::support::{TestDb, lines};

const PLPGSQL: &str = "pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = current_schema()::REGNAMESPACE AND l.lanname = 'plpgsql'";

#[test]
fn plpgsql_functions_keep_a_search_path() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let unset = format!(
        "SELECT proname::TEXT AS line FROM {PLPGSQL}
         AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE starts_with(setting, 'search_path='))"
    );
    assert_eq!(lines(conn, &unset), [""; 0]);
    assert!(count(conn, PLPGSQL) >= 7);
    assert_eq!(
        with_fault(conn, "ALTER FUNCTION post_transfers() RESET search_path", &unset),
        ["post_transfers"]
    );
}

/// Those that read or write tables find them in the schema that they were made in and nowhere else: neither in a
/// schema called like the user, nor among temporary tables, which come first unless the path says otherwise.
#[test]
fn functions_over_tables_find_them_in_their_own_schema_only() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let over_tables = format!(
        "{PLPGSQL} AND prosrc ~ (SELECT format('\\m(%s)\\M', string_agg(relname, '|')) FROM ({}) tables)",
        super::TABLES
    );
    let elsewhere = format!(
        "SELECT proname::TEXT AS line FROM {over_tables}
         AND proconfig IS DISTINCT FROM ARRAY[format('search_path=%I, pg_temp', current_schema())]"
    );
    assert_eq!(lines(conn, &elsewhere), [""; 0]);
    assert!(count(conn, &over_tables) >= 5);
    for path in ["public", "\"$user\", public, pg_temp", "pg_temp, public"] {
        let fault = format!("ALTER FUNCTION return_stock() SET search_path = {path}");
        assert_eq!(with_fault(conn, &fault, &elsewhere), ["return_stock"]);
    }
}

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::Text;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What a query's one column, called `line`, holds.
pub fn lines(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    let rows: Vec<Line> = diesel::sql_query(sql).load(conn).unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.into_iter().map(|row| row.line).collect()
}

/// Everything that migrations can make, a line for each, without the migrations' history.
pub fn catalog(conn: &mut PgConnection) -> BTreeSet<String> {
    lines(conn, CATALOG).into_iter().collect()
}

/// What one catalog has and the other doesn't.
pub fn differences(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    let gone = before.difference(after).map(|line| format!("- {line}"));
    gone.chain(after.difference(before).map(|line| format!("+ {line}"))).collect()
}

/// Every table's rows as text, without the migrations' history.
pub fn rows(conn: &mut PgConnection) -> BTreeMap<String, Vec<String>> {
    let tables = lines(
        conn,
        "SELECT oid::REGCLASS::TEXT AS line FROM pg_class
         WHERE relnamespace = current_schema()::REGNAMESPACE AND relkind = 'r' AND NOT starts_with(relname, '__')",
    );
    let mut rows = BTreeMap::new();
    for table in tables {
        let contents = lines(conn, &format!("SELECT t::TEXT AS line FROM {table} t ORDER BY t::TEXT"));
        rows.insert(table, contents);
    }
    rows
}

const CATALOG: &str = "
WITH own AS (
    SELECT oid, relname, relkind, reloptions FROM pg_class
    WHERE relnamespace = current_schema()::REGNAMESPACE AND NOT starts_with(relname, '__')
)
SELECT format('relation %s, kind %s, options %s', relname, relkind, reloptions) AS line FROM own
UNION ALL
SELECT format('column %s.%s, place %s: %s, not null %s, default %s, identity %s, generated %s, collation %s',
              relname, attname, row_number() OVER (PARTITION BY attrelid ORDER BY attnum),
              format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attidentity, attgenerated,
              attcollation::REGCOLLATION)
FROM own JOIN pg_attribute ON attrelid = own.oid LEFT JOIN pg_attrdef ON adrelid = own.oid AND adnum = attnum
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT format('constraint %s.%s: %s', relname, conname, pg_get_constraintdef(c.oid))
FROM own JOIN pg_constraint c ON conrelid = own.oid
UNION ALL
SELECT format('index: %s', pg_get_indexdef(oid)) FROM own WHERE relkind = 'i'
UNION ALL
SELECT format('trigger, enabled %s: %s', tgenabled, pg_get_triggerdef(t.oid))
FROM own JOIN pg_trigger t ON tgrelid = own.oid WHERE NOT tgisinternal
UNION ALL
SELECT format('function: %s', pg_get_functiondef(oid)) FROM pg_proc
WHERE pronamespace = current_schema()::REGNAMESPACE AND prokind IN ('f', 'p')
UNION ALL
SELECT format('sequence %s: %s from %s by %s, %s to %s, cycle %s, owned by %s.%s', relname, seqtypid::REGTYPE, seqstart,
              seqincrement, seqmin, seqmax, seqcycle, refobjid::REGCLASS, refobjsubid)
FROM own JOIN pg_sequence ON seqrelid = own.oid
LEFT JOIN pg_depend ON classid = 'pg_class'::REGCLASS AND objid = own.oid AND deptype IN ('a', 'i')
UNION ALL
SELECT format('type %s, kind %s', typname, typtype) FROM pg_type
WHERE typnamespace = current_schema()::REGNAMESPACE AND typtype IN ('d', 'e', 'r')
UNION ALL
SELECT format('schema %s', nspname) FROM pg_namespace WHERE oid >= 16384
UNION ALL
-- What initdb made has lower numbers.
SELECT format('comment on %s: %s', pg_describe_object(classoid, objoid, objsubid), description)
FROM pg_description WHERE objoid >= 16384";

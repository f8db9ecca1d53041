use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

/// For each table a query that writes its rows as statements, and its identity with the sequence behind it. A column
/// whose default is worked out (a time, a number of a sequence) is left to it: its value would be another each time.
const TABLES: &str = r"
SELECT format('SELECT format(%L, concat_ws('', '', %s)) AS line FROM %I ORDER BY ctid',
              format('INSERT INTO %I (%s)%s VALUES (%%s);', c.relname,
                     replace(string_agg(quote_ident(attname), ', ' ORDER BY attnum), '%', '%%'),
                     CASE WHEN bool_or(attidentity <> '') THEN ' OVERRIDING SYSTEM VALUE' END),
              string_agg(format('quote_nullable(%I::TEXT)', attname), ', ' ORDER BY attnum), c.relname) AS query,
       max(format('SELECT last_value AS value FROM %s WHERE is_called', pg_get_serial_sequence(quote_ident(c.relname), attname)))
           FILTER (WHERE attidentity <> '') AS counter,
       max(format('ALTER TABLE %I ALTER COLUMN %I RESTART WITH', c.relname, attname)) FILTER (WHERE attidentity <> '') AS restart
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = attnum
WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema())) AND c.relkind = 'r' AND left(c.relname, 2) <> '__'
  AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND coalesce(strpos(pg_get_expr(adbin, adrelid), '('), 0) = 0
GROUP BY c.oid, c.relname
ORDER BY c.relname";

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    query: String,
    #[diesel(sql_type = Nullable<Text>)]
    counter: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    restart: Option<String>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Counter {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

/// The current schema's rows as statements that write them, and where the tables' identities go on counting.
pub(super) fn statements(conn: &mut PgConnection) -> QueryResult<Vec<String>> {
    let tables: Vec<Table> = diesel::sql_query(TABLES).load(conn)?;
    let mut statements = Vec::new();
    for Table { query, counter, restart } in tables {
        let rows: Vec<Line> = diesel::sql_query(query).load(conn)?;
        statements.extend(rows.into_iter().map(|row| row.line));
        if let (Some(counter), Some(restart)) = (counter, restart) {
            let counter: Option<Counter> = diesel::sql_query(counter).get_result(conn).optional()?;
            statements.extend(counter.map(|counter| format!("{restart} {};", counter.value + 1)));
        }
    }
    Ok(statements)
}

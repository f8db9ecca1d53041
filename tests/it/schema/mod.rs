//! What holds for the schema as a whole, read from the live catalog. Each check is shown to find a planted fault.

mod files;
mod functions;
mod indexes;
mod names;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;

use crate::support::lines;

/// The tables of the schema: all but Diesel's own.
const TABLES: &str = "SELECT oid, relname FROM pg_class
    WHERE relnamespace = current_schema()::REGNAMESPACE AND relkind = 'r' AND NOT starts_with(relname, '__')";

/// What a query finds once the schema is spoilt; the fault is taken back.
fn with_fault(conn: &mut PgConnection, fault: &str, query: &str) -> Vec<String> {
    conn.test_transaction::<_, Error, _>(|conn| {
        conn.batch_execute(fault)?;
        Ok(lines(conn, query))
    })
}

/// How many rows a query without its WHERE has to look at.
fn count(conn: &mut PgConnection, what: &str) -> usize {
    lines(conn, &format!("SELECT count(*)::TEXT AS line FROM {what}"))[0].parse().unwrap()
}

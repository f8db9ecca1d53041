//! The schema of the seven statements, in a database of its own.

pub(crate) mod schema;

use anyhow::Result;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// Makes the tables and opens accounts 1 to `accounts`, empty.
pub(crate) fn fill(conn: &mut PgConnection, accounts: u32) -> Result<()> {
    conn.batch_execute(include_str!("schema.sql"))?;
    for statement in [
        "INSERT INTO users (username, full_name) SELECT format('holder-%s', n), 'A holder' FROM generate_series(1, $1) n",
        "INSERT INTO accounts (owner, balance, currency)
         SELECT format('holder-%s', n), 0, 'EUR' FROM generate_series(1, $1) n ORDER BY n",
    ] {
        diesel::sql_query(statement).bind::<BigInt, _>(i64::from(accounts)).execute(conn)?;
    }
    // Not the empty tables: told that they are, the planner would read the whole of them, and go on while they grow.
    Ok(conn.batch_execute("VACUUM ANALYZE users, accounts")?)
}

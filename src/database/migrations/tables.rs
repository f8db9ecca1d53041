//! The two tables of the history.

use diesel::connection::SimpleConnection;
use diesel::migration::MigrationConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> Text,
        run_on -> Timestamp,
    }
}

diesel::table! {
    __ledgerstore_migrations (version) {
        version -> Text,
        name -> Text,
        checksum -> Text,
        origin -> Text,
        /// Diesel's row that this one belongs to; another time there means that another tool has applied the
        /// migration since. NULL while a migration without a transaction is under way.
        run_on -> Nullable<Timestamp>,
        recorded_at -> Timestamptz,
    }
}

const OWN_TABLE: &str = "CREATE TABLE __ledgerstore_migrations (
    version VARCHAR(50) CONSTRAINT __ledgerstore_migrations_pkey PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    origin TEXT NOT NULL,
    run_on TIMESTAMP,
    recorded_at TIMESTAMPTZ NOT NULL DEFAULT now()
)";

/// Makes both tables where they aren't.
pub(super) fn prepare(conn: &mut PgConnection) -> QueryResult<()> {
    // Asked first: `CREATE TABLE IF NOT EXISTS` needs the right to create even where there is nothing to do.
    if !exists(conn, "__diesel_schema_migrations")? {
        conn.setup()?;
    }
    if !exists(conn, "__ledgerstore_migrations")? {
        conn.batch_execute(OWN_TABLE)?;
    }
    Ok(())
}

/// Whether the table is in the schema that it would be made in: one further down the path is somebody else's.
pub(super) fn exists(conn: &mut PgConnection, table: &str) -> QueryResult<bool> {
    let found = diesel::dsl::sql::<Bool>("to_regclass(quote_ident(current_schema()) || '.' || ")
        .bind::<Text, _>(table)
        .sql(") IS NOT NULL");
    diesel::select(found).get_result(conn)
}

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// Where the rows are: `<migration>.sql` holds those that become possible with it.
pub(crate) fn folder() -> PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plant").into()
}

/// How many migrations have rows to plant.
pub(crate) fn count() -> usize {
    std::fs::read_dir(folder()).unwrap().count()
}

/// Plants the rows that become possible with a migration; tells whether there are any.
///
/// Together they keep the books right: what an early migration holds in accounts gets its transfers and its
/// entries as soon as there are tables for them.
pub(crate) fn plant(conn: &mut PgConnection, migration: &str) -> bool {
    let file = folder().join(format!("{migration}.sql"));
    if !file.exists() {
        return false;
    }
    let sql = std::fs::read_to_string(file).unwrap();
    conn.batch_execute(&sql).unwrap_or_else(|error| panic!("after {migration}: {error}"));
    true
}

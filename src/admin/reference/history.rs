use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::ReferenceError;
use crate::database::migrations::Migrations;

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The versions of this program's migrations, in order.
///
/// # Errors
/// When they can't be read.
pub fn known() -> Result<Vec<String>, ReferenceError> {
    Ok(Migrations::embedded()?.files().iter().map(|file| file.version.clone()).collect())
}

/// The versions that a database has applied, in order. It is enough that the role may read the history.
///
/// # Errors
/// [`ReferenceError::DatabaseIsNewer`] when this program doesn't know all of them.
pub fn applied(conn: &mut PgConnection) -> Result<Vec<String>, ReferenceError> {
    let has_history = diesel::dsl::sql::<Bool>("to_regclass('__diesel_schema_migrations') IS NOT NULL");
    if !diesel::select(has_history).get_result(conn)? {
        return Ok(Vec::new());
    }
    let query = "SELECT version::TEXT FROM __diesel_schema_migrations ORDER BY version COLLATE \"C\"";
    let applied: Vec<Applied> = diesel::sql_query(query).load(conn)?;
    let known = known()?;
    let (applied, unknown): (Vec<_>, Vec<_>) =
        applied.into_iter().map(|row| row.version).partition(|version| known.contains(version));
    if unknown.is_empty() { Ok(applied) } else { Err(ReferenceError::DatabaseIsNewer(unknown)) }
}

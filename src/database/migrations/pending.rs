use diesel::prelude::*;

use super::{MigrationFile, Migrations, history};

/// Those of these migrations that the database doesn't have, the oldest first.
///
/// # Errors
/// When the history can't be read.
pub fn pending<'m>(
    conn: &mut PgConnection,
    migrations: &'m Migrations,
) -> QueryResult<Vec<&'m MigrationFile>> {
    let applied = history::read(conn)?;
    let is_applied = |file: &MigrationFile| applied.iter().any(|row| row.version == file.version);
    Ok(migrations.files().iter().filter(|file| !is_applied(file)).collect())
}

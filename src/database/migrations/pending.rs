use diesel::PgConnection;

use super::error::MigrationError;
use super::survey::Survey;
use super::{MigrationFile, Migrations};

/// Those of these migrations that the database doesn't have, the oldest first.
///
/// # Errors
/// When the history can't be read, or it has migrations that aren't among these.
pub fn pending<'m>(
    conn: &mut PgConnection,
    migrations: &'m Migrations,
) -> Result<Vec<&'m MigrationFile>, MigrationError> {
    let survey = Survey::new(conn, migrations)?;
    survey.demand_files(migrations)?;
    Ok(survey.pending().collect())
}

//! What this program's migrations make: applied in a scratch schema, looked at, and rolled back.

mod build;
mod error;
mod rows;

use diesel::prelude::*;

pub use build::in_scratch;
pub use error::ReferenceError;

use crate::database::catalog::{Catalog, Scope, describe_scope};
use crate::database::migrations::{self, MigrationError, Migrations};

/// What migrations leave behind in an empty schema.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What the schema consists of.
    pub catalog: Catalog,
    /// The rows that they write, as statements; among them where identities go on counting. Columns whose default is
    /// worked out, such as the time, are left to it.
    pub rows: Vec<String>,
    /// Which they are, in order.
    pub versions: Vec<String>,
}

/// Applies these migrations, given by version and in order, in a scratch schema of the database that `conn` leads to;
/// afterwards nothing of it is left.
///
/// It holds no lock on anything that was there before, as long as migrations name no schema.
///
/// # Errors
/// [`ReferenceError`] says what stands in the way.
pub fn reference(
    conn: &mut PgConnection,
    versions: &[String],
    scope: Scope,
) -> Result<Reference, ReferenceError> {
    in_scratch(conn, versions, |conn| {
        let (catalog, rows) = (describe_scope(conn, scope)?, rows::statements(conn)?);
        Ok(Reference { catalog, rows, versions: versions.to_vec() })
    })
}

/// The versions of this program's migrations, in order.
///
/// # Errors
/// When they can't be read.
pub fn known() -> Result<Vec<String>, ReferenceError> {
    let known = Migrations::embedded().map_err(MigrationError::from)?;
    Ok(known.files().iter().map(|file| file.version.clone()).collect())
}

/// Those of this program's migrations that a database has, by version and in order.
///
/// # Errors
/// When it has others besides, or the history can't be read.
pub fn applied(conn: &mut PgConnection) -> Result<Vec<String>, ReferenceError> {
    let status = migrations::status(conn)?;
    Ok(status.into_iter().filter(|migration| migration.applied).map(|migration| migration.version).collect())
}

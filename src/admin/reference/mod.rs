//! What this program's migrations make: applied in a scratch schema, looked at, and rolled back.

mod build;
mod error;
mod history;
mod rows;

use diesel::prelude::*;

pub use build::in_scratch;
pub use error::ReferenceError;
pub use history::{applied, known};

use crate::database::catalog::{Catalog, Scope, describe_scope};

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

//! How the live schema differs from what the migrations make.

mod advice;

use diesel::prelude::*;

pub use advice::advice;

use super::reference::{ReferenceError, applied, known, reference};
use crate::database::catalog::{Difference, Kind, Scope, What, describe_scope};

/// What a comparison of the live schema with the migrations found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// How many objects the migrations make: so many were compared.
    pub compared: usize,
    /// How the live schema differs.
    pub differences: Vec<Difference>,
    /// How many migrations aren't applied yet. What they would make is no difference.
    pub pending: usize,
}

/// Compares the current schema with what the migrations that it has make of an empty one, `scratch` being a connection
/// to the database to try that in; without it, the same database.
///
/// Nothing is changed, and nothing waits for it: see [`reference()`]. An extension that somebody has made in the schema is
/// no difference; one that is missing is.
///
/// # Errors
/// [`ReferenceError`].
pub fn drift(
    conn: &mut PgConnection,
    scratch: Option<&mut PgConnection>,
    scope: Scope,
) -> Result<Drift, ReferenceError> {
    let applied = applied(conn)?;
    let pending = known()?.len() - applied.len();
    let live = describe_scope(conn, scope)?;
    let expected = reference(scratch.unwrap_or(conn), &applied, scope)?.catalog;
    let mut differences = expected.differences(&live);
    differences.retain(|difference| !(difference.kind == Kind::Extension && difference.what == What::Extra));
    Ok(Drift { compared: expected.objects().len(), differences, pending })
}

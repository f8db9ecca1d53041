//! What a schema consists of, read from PostgreSQL's own catalogs (13 to 18).

mod databases;
mod difference;
mod kind;
mod order;
mod read;
mod session;

use diesel::prelude::*;
use thiserror::Error;

pub(crate) use databases::pg_database;
pub use difference::{Difference, What};
pub use kind::Kind;

/// One thing in a schema: a table with its columns, a constraint, an index, a function, a comment, …
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// Its name, which no other of its kind has in the schema: `accounts`, `accounts.owner_currency_key`,
    /// `touch_row()`, `column accounts.owner`. Quoted where SQL needs it, and never with the schema's.
    pub name: String,
    /// The table or view that it hangs on and goes with; `None` for what stands by itself, such as a table.
    pub table: Option<String>,
    /// The statements that make it, without the schema's name. A state that no statement makes, such as that of an
    /// index whose building was broken off, is told in a comment behind them.
    pub sql: String,
}

/// What a schema consists of. Two are equal when they consist of the same, whatever the schemas' names.
///
/// Left out are what belongs to an extension, what a table holds, who owns it and where it is stored, and all that
/// hangs on tables whose names begin with `__`: the migrations' history.
#[derive(Debug, Clone)]
pub struct Catalog {
    objects: Vec<Object>,
    major: i32,
}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.differences(other).is_empty()
    }
}

impl Catalog {
    /// Its objects, each behind those that it needs: in this order they can be made in an empty schema.
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// The major version of the server that it was read from: 13 to 18. Another may write the same definitions
    /// otherwise.
    pub fn server_major(&self) -> i32 {
        self.major
    }

    /// How `found` differs from this catalog, which tells what there should be; in the order of the kinds and names.
    pub fn differences(&self, found: &Self) -> Vec<Difference> {
        difference::between(&self.objects, &found.objects)
    }
}

/// What is described besides that which makes the schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// Who may do what ([`Kind::Privileges`]): usually granted by whoever runs the database, and in no migration.
    pub privileges: bool,
}

/// A schema can't be described.
#[derive(Debug, Error)]
pub enum CatalogError {
    /// Nothing in the search path exists.
    #[error("there is no schema to look at: none that search_path names exists")]
    NoSchema,
    /// A query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Describes the schema that this connection makes tables in (`current_schema()`), without privileges.
///
/// All is read on one snapshot; inside a transaction on that one's. It changes nothing.
///
/// # Errors
/// [`CatalogError::NoSchema`], or the database's own.
pub fn describe(conn: &mut PgConnection) -> Result<Catalog, CatalogError> {
    describe_scope(conn, Scope::default())
}

/// As [`describe`], with what `scope` names besides.
///
/// # Errors
/// As [`describe`].
pub fn describe_scope(conn: &mut PgConnection, scope: Scope) -> Result<Catalog, CatalogError> {
    session::with_plain_settings(conn, |conn| {
        let (found, dependencies) = (read::objects(conn, scope)?, read::dependencies(conn)?);
        Ok(Catalog { objects: order::in_order(found, &dependencies), major: read::server_major(conn)? })
    })
}

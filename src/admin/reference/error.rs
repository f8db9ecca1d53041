use thiserror::Error;

use crate::database::catalog::CatalogError;
use crate::database::migrations::SourceError;

/// The migrations can't be applied in a scratch schema.
#[derive(Debug, Error)]
pub enum ReferenceError {
    /// Making a schema needs CREATE on the database.
    #[error(
        "the role {role} may not make a scratch schema in the database {database}; let it \
         (GRANT CREATE ON DATABASE), or give --scratch-url with a database where it may"
    )]
    MayNotCreate {
        /// Who is connected.
        role: String,
        /// To which database.
        database: String,
    },
    /// A standby, or a session that may only read.
    #[error(
        "this server or session only reads, and the migrations have to be applied in a scratch schema; give --scratch-url with a database that can be written"
    )]
    ReadOnly,
    /// It can't be rolled back.
    #[error("migration {0} runs outside of transactions, so that it can't be tried in a scratch schema")]
    NotInTransaction(String),
    /// One didn't apply.
    #[error("migration {name} doesn't apply in an empty schema, of which nothing was kept: {reason}")]
    Failed {
        /// Its folder.
        name: String,
        /// What the server said.
        reason: String,
    },
    /// The database has migrations that this program doesn't.
    #[error("the database is ahead of this program: it holds {}, which this build doesn't know; use the newer program", .0.join(", "))]
    DatabaseIsNewer(Vec<String>),
    /// This program's own migrations can't be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// What came of it couldn't be described.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A plain query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

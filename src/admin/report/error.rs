use thiserror::Error;

use crate::admin::audit::AuditError;
use crate::database::Transient;

/// Why a report couldn't be made.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The audit that is part of it.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// A query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    /// A chart couldn't be drawn.
    #[error("a chart can't be drawn: {0}")]
    Chart(String),
}

impl Transient for ReportError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Audit(error) => error.is_transient(),
            Self::Database(error) => error.is_transient(),
            Self::Chart(_) => false,
        }
    }
}

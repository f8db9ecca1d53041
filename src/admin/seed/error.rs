use thiserror::Error;

use super::scale::Scale;
use crate::database::migrations::MigrationError;

/// Why nothing was seeded. Nothing was changed.
#[derive(Debug, Error)]
pub enum SeedError {
    /// The database holds data that no seed made.
    #[error("the database holds other data")]
    NotEmpty,
    /// The database holds the world of another seed or scale.
    #[error("the database holds the world of seed {seed} at scale {scale}")]
    OtherWorld {
        /// Its seed.
        seed: u64,
        /// Its scale.
        scale: Scale,
    },
    /// It was asked to stop.
    #[error("interrupted")]
    Interrupted,
    /// The password couldn't be hashed.
    #[error("the password can't be hashed: {0}")]
    Password(#[from] bcrypt::BcryptError),
    /// The schema couldn't be made anew.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// A statement failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

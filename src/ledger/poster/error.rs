use thiserror::Error;

use crate::ledger::LedgerError;

/// A poster couldn't be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// One of the options is zero.
    #[error("a poster needs at least one worker, one transfer a batch, and one place in its queue")]
    Options,
    /// The system gave no random bytes for the keys.
    #[error("no idempotency keys can be made: the system gives no random bytes ({0})")]
    NoRandomness(getrandom::Error),
    /// The system gave no thread.
    #[error("no thread can be started: {0}")]
    NoThread(std::io::Error),
}

/// A transfer wasn't posted, or isn't known to be.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PostError {
    /// The ledger refused it. Nothing was posted.
    #[error(transparent)]
    Refused(#[from] LedgerError),
    /// The queue is full. Nothing was accepted.
    #[error("the poster's queue is full; try again later")]
    QueueFull,
    /// The poster is shutting down. Nothing was accepted.
    #[error("the poster is shutting down")]
    Stopped,
    /// The connection was lost and didn't come back in time: the transfer may be posted or not.
    #[error(
        "the outcome is unknown: the connection was lost. Post it again under the key {key:?} to learn it"
    )]
    OutcomeUnknown {
        /// The key under which it was sent.
        key: String,
    },
}

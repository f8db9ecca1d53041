use std::time::Duration;

use diesel::PgConnection;
use diesel::r2d2::ConnectionManager;
use thiserror::Error;

use super::Conninfo;

/// A pool of connections to one database.
pub type Pool = r2d2::Pool<ConnectionManager<PgConnection>>;

/// A connection on loan from a [`Pool`].
pub type ManagedConnection = r2d2::PooledConnection<ConnectionManager<PgConnection>>;

/// How many connections a pool keeps and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolOptions {
    /// At most this many connections are open. Default 25.
    pub max_open: u32,
    /// This many are kept open while idle. Default 5.
    pub min_idle: u32,
    /// A connection is replaced after this long. Default 5 minutes.
    pub max_lifetime: Duration,
    /// How long a caller waits for a connection before it is refused. Default 30 seconds.
    pub timeout: Duration,
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self {
            max_open: 25,
            min_idle: 5,
            max_lifetime: Duration::from_mins(5),
            timeout: Duration::from_secs(30),
        }
    }
}

/// The pool couldn't be made.
#[derive(Debug, Error)]
pub enum PoolError {
    /// The options contradict each other.
    #[error(
        "a pool of at most {max_open} connections can't keep {min_idle} idle: both must be sensible and max_open at least 1"
    )]
    Options {
        /// [`PoolOptions::max_open`] as given.
        max_open: u32,
        /// [`PoolOptions::min_idle`] as given.
        min_idle: u32,
    },
    /// A duration of zero was given.
    #[error("a pool's timeout and lifetime must be longer than zero")]
    ZeroDuration,
    /// No connection could be had in [`PoolOptions::timeout`].
    #[error("can't connect to PostgreSQL ({target}): {reason}")]
    Connect {
        /// The server, without its password.
        target: String,
        /// What libpq or the server said last.
        reason: String,
    },
}

/// Opens a pool and its first connections.
///
/// # Errors
/// [`PoolError::Connect`] when the server can't be reached; the others when the options make no sense.
pub fn build_pool(info: &Conninfo, options: &PoolOptions) -> Result<Pool, PoolError> {
    if options.max_open == 0 || options.min_idle > options.max_open {
        return Err(PoolError::Options { max_open: options.max_open, min_idle: options.min_idle });
    }
    if options.timeout.is_zero() || options.max_lifetime.is_zero() {
        return Err(PoolError::ZeroDuration);
    }
    r2d2::Pool::builder()
        .max_size(options.max_open)
        .min_idle(Some(options.min_idle))
        .max_lifetime(Some(options.max_lifetime))
        .connection_timeout(options.timeout)
        .build(ConnectionManager::new(info.reveal()))
        .map_err(|error| PoolError::Connect { target: info.to_string(), reason: error.to_string() })
}

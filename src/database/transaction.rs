use std::thread::sleep;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::pg::TransactionBuilder;
use diesel::prelude::*;
use diesel::result::Error;

use super::error::is_contention;

/// How often and how soon work that lost against others is tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many times the work is done at most; 1 never retries. Default 10.
    pub attempts: u32,
    /// The longest wait before the second attempt; it doubles with each that follows. Default 5 ms.
    pub first_wait: Duration,
    /// No wait is longer. Default 500 ms.
    pub longest_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 10, first_wait: Duration::from_millis(5), longest_wait: Duration::from_millis(500) }
    }
}

impl RetryPolicy {
    /// Anything from zero up to the longest wait: those who collided don't meet again.
    fn wait(&self, attempt: u32) -> Duration {
        let longest =
            self.first_wait.saturating_mul(2_u32.saturating_pow(attempt - 1)).min(self.longest_wait);
        longest.mul_f64(fastrand::f64())
    }
}

/// Errors that can tell whether the same work may succeed when it is done again.
pub trait Transient {
    /// True for a serialization failure, a deadlock, or a lock that couldn't be had.
    fn is_transient(&self) -> bool;
}

impl Transient for Error {
    fn is_transient(&self) -> bool {
        is_contention(self)
    }
}

/// Runs `work` in a transaction, and again from its start when it lost against others.
///
/// `work` may run several times: it does nothing outside the database that it can't do twice. Inside another
/// transaction it becomes a savepoint and isn't retried: the whole outer transaction has to be.
///
/// # Errors
/// Whatever `work` or the commit returned last.
///
/// ```no_run
/// use diesel::prelude::*;
/// use ledgerstore::database::transaction;
///
/// # fn example(conn: &mut PgConnection) -> QueryResult<()> {
/// transaction(conn, |conn| diesel::sql_query("SELECT 1").execute(conn))?;
/// # Ok(())
/// # }
/// ```
pub fn transaction<T, E>(
    conn: &mut PgConnection,
    mut work: impl FnMut(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<Error> + Transient,
{
    retry(conn, &RetryPolicy::default(), |conn| conn.transaction(&mut work))
}

/// As [`transaction`], with a transaction of the caller's making (isolation level, read only) and policy.
///
/// # Errors
/// Whatever `work` or the commit returned last; an error of Diesel's inside another transaction, whose
/// isolation level can't change any more.
pub fn transaction_with<T, E>(
    conn: &mut PgConnection,
    policy: &RetryPolicy,
    build: impl for<'c> Fn(TransactionBuilder<'c, PgConnection>) -> TransactionBuilder<'c, PgConnection>,
    mut work: impl FnMut(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<Error> + Transient,
{
    retry(conn, policy, |conn| build(conn.build_transaction()).run(&mut work))
}

/// Runs `read` on one snapshot that can't write: several queries that agree with each other.
///
/// Inside another transaction it uses that one's snapshot.
///
/// # Errors
/// Whatever `read` returned.
pub fn read_only<T, E>(
    conn: &mut PgConnection,
    mut read: impl FnMut(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<Error> + Transient,
{
    if in_transaction(conn) {
        return read(conn);
    }
    transaction_with(conn, &RetryPolicy::default(), |t| t.read_only().repeatable_read(), read)
}

/// Runs `work`, and again when it lost against others, unless a transaction is already open.
///
/// For single statements: it opens no transaction of its own.
///
/// # Errors
/// Whatever `work` returned last.
pub fn retry<T, E: Transient>(
    conn: &mut PgConnection,
    policy: &RetryPolicy,
    mut work: impl FnMut(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    let attempts = if in_transaction(conn) { 1 } else { policy.attempts };
    let mut attempt = 1;
    loop {
        match work(conn) {
            Err(error) if error.is_transient() && attempt < attempts => sleep(policy.wait(attempt)),
            done => return done,
        }
        attempt += 1;
    }
}

/// Whether a transaction is open on this connection. A broken one counts: nothing may be retried inside it.
pub(crate) fn in_transaction(conn: &mut PgConnection) -> bool {
    let status = AnsiTransactionManager::transaction_manager_status_mut(conn);
    !matches!(status.transaction_depth(), Ok(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_each_time_but_never_too_long() {
        let policy = RetryPolicy::default();
        for attempt in 1..100 {
            let doubled = 5_u64.saturating_mul(2_u64.saturating_pow(attempt - 1));
            let bound = Duration::from_millis(doubled).min(policy.longest_wait);
            assert!(policy.wait(attempt) <= bound);
        }
    }
}

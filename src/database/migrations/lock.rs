//! One migrator at a time.

use std::fmt;
use std::thread::sleep;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text, Timestamptz};

use super::error::MigrationError;
use super::observer::Observer;
use super::run::Patience;
use super::session::Session;

/// One number for every migrator of this crate: "ledger" in ASCII.
const LOCK: i64 = 0x6c65_6467_6572;

#[diesel::declare_sql_function]
#[allow(missing_docs, reason = "the documentation is PostgreSQL's")]
extern "SQL" {
    fn pg_try_advisory_lock(key: BigInt) -> Bool;
    fn pg_advisory_unlock(key: BigInt) -> Bool;
}

/// Who migrates this database at the moment, or is in the way of it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Holder {
    /// The server's process, as `pg_terminate_backend` takes it.
    #[diesel(sql_type = Integer)]
    pub pid: i32,
    /// What the program calls itself; may be empty.
    #[diesel(sql_type = Text)]
    pub application: String,
    /// Since when: of a migrator, when it connected; of others, when their transaction began.
    #[diesel(sql_type = Timestamptz)]
    pub since: DateTime<Utc>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let application = if self.application.is_empty() { "without a name" } else { &self.application };
        write!(f, "pid {} ({application}, since {})", self.pid, self.since.format("%Y-%m-%d %H:%M:%SZ"))
    }
}

/// Runs `work` while holding the migrators' lock.
///
/// It is polled: a session that waits inside `pg_advisory_lock` holds a snapshot, on which an index that is
/// built concurrently by the lock's holder would wait in turn.
pub(super) fn locked<T, E: From<MigrationError> + From<diesel::result::Error>>(
    conn: &mut PgConnection,
    patience: &Patience,
    observer: &mut dyn Observer,
    work: impl FnOnce(&mut PgConnection, &mut dyn Observer) -> Result<T, E>,
) -> Result<T, E> {
    acquire(conn, patience, observer)?;
    let result = in_session(conn, |conn| work(conn, observer));
    let unlocked = diesel::select(pg_advisory_unlock(LOCK)).get_result::<bool>(conn);
    // What went wrong first is the cause of the rest.
    let value = result?;
    unlocked?;
    Ok(value)
}

fn in_session<T, E: From<diesel::result::Error>>(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    let session = Session::begin(conn)?;
    let result = work(conn);
    let ended = session.end(conn);
    let value = result?;
    ended?;
    Ok(value)
}

fn acquire(
    conn: &mut PgConnection,
    patience: &Patience,
    observer: &mut dyn Observer,
) -> Result<(), MigrationError> {
    let try_lock =
        |conn: &mut PgConnection| diesel::select(pg_try_advisory_lock(LOCK)).get_result::<bool>(conn);
    if try_lock(conn)? {
        return Ok(());
    }
    observer.waiting(holder(conn)?.as_ref());
    while Instant::now() < patience.deadline {
        pause(patience.deadline, 50..150);
        if try_lock(conn)? {
            return Ok(());
        }
    }
    Err(MigrationError::Busy { waited: patience.wait, holder: holder(conn)? })
}

/// Sleeps for a random number of milliseconds, so that those who collided don't meet again.
pub(super) fn pause(deadline: Instant, milliseconds: std::ops::Range<u64>) {
    let left = deadline.saturating_duration_since(Instant::now());
    sleep(Duration::from_millis(fastrand::u64(milliseconds)).min(left));
}

/// `None` when the lock was given back just now.
fn holder(conn: &mut PgConnection) -> QueryResult<Option<Holder>> {
    diesel::sql_query(
        "SELECT a.pid, coalesce(a.application_name, '') AS application, a.backend_start AS since
         FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
         WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND l.classid::BIGINT << 32 | l.objid::BIGINT = $1 AND a.backend_start IS NOT NULL",
    )
    .bind::<BigInt, _>(LOCK)
    .get_result(conn)
    .optional()
}

/// The oldest transactions that are open in this database beside ours: where a lock can't be had, they hold it.
pub(super) fn in_the_way(conn: &mut PgConnection) -> QueryResult<Vec<Holder>> {
    diesel::sql_query(
        "SELECT pid, coalesce(application_name, '') AS application, xact_start AS since FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
           AND backend_type = 'client backend'
         ORDER BY xact_start LIMIT 3",
    )
    .load(conn)
}

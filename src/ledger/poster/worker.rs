use std::thread::sleep;
use std::time::{Duration, Instant};

use super::job::{Job, Reply};
use super::queue::Queue;
use super::{PostError, PosterOptions};
use crate::database::error::{is_connection_lost, is_contention};
use crate::database::{ManagedConnection, Pool};
use crate::ledger::{LedgerError, NewTransfer, Outcome, transfer_batch_partial};

/// Posts what gathers in the queue until it is closed and empty.
pub(super) fn run(queue: &Queue, pool: &Pool, options: &PosterOptions) {
    let mut line = Line { pool, conn: None, give_up_after: options.give_up_after };
    while let Some(jobs) = queue.take(options.max_batch) {
        let (transfers, replies): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|Job { transfer, reply }| (transfer, reply)).unzip();
        line.post(&transfers, &replies, Instant::now());
    }
}

/// A worker's connection, made anew when it is lost.
struct Line<'p> {
    pool: &'p Pool,
    conn: Option<ManagedConnection>,
    give_up_after: Duration,
}

impl Line<'_> {
    /// Posts a batch, again after each lost connection: the keys keep what was posted from being posted twice.
    fn post(&mut self, transfers: &[NewTransfer<'static>], replies: &[Reply], since: Instant) {
        let mut attempt = 0;
        loop {
            match self.try_post(transfers) {
                Attempt::Done(outcomes) => return answer(replies, outcomes),
                Attempt::Refused(error) => return self.narrow_down(transfers, replies, error),
                Attempt::Again if since.elapsed() >= self.give_up_after => {
                    return replies.iter().for_each(Reply::outcome_unknown);
                }
                Attempt::Again => sleep(pause(attempt)),
            }
            attempt += 1;
        }
    }

    fn try_post(&mut self, transfers: &[NewTransfer<'static>]) -> Attempt {
        let conn = match self.conn.take() {
            Some(conn) => Ok(conn),
            None => self.pool.get(),
        };
        // The pool tells no cause; the server may be starting up again.
        let Ok(mut conn) = conn else { return Attempt::Again };
        match transfer_batch_partial(&mut conn, transfers) {
            Ok(outcomes) => {
                self.conn = Some(conn);
                Attempt::Done(outcomes)
            }
            // The connection is dropped here.
            Err(error) if is_connection_lost(&error) => Attempt::Again,
            Err(error) if is_contention(&error) => {
                self.conn = Some(conn);
                Attempt::Again
            }
            Err(error) => {
                self.conn = Some(conn);
                Attempt::Refused(error)
            }
        }
    }

    /// The statement as a whole was refused (a text with a NUL in it, say): each half is tried by itself, until the
    /// one that spoils it is alone.
    fn narrow_down(
        &mut self,
        transfers: &[NewTransfer<'static>],
        replies: &[Reply],
        error: diesel::result::Error,
    ) {
        if let [reply] = replies {
            return reply.send(Err(PostError::Refused(LedgerError::Database(error))));
        }
        let middle = transfers.len() / 2;
        self.post(&transfers[..middle], &replies[..middle], Instant::now());
        self.post(&transfers[middle..], &replies[middle..], Instant::now());
    }
}

/// What came of sending a batch once.
enum Attempt {
    Done(Vec<Outcome>),
    Refused(diesel::result::Error),
    Again,
}

fn answer(replies: &[Reply], outcomes: Vec<Outcome>) {
    for (reply, outcome) in replies.iter().zip(outcomes) {
        reply.send(outcome.map_err(PostError::Refused));
    }
}

fn pause(attempt: u32) -> Duration {
    let longest =
        Duration::from_millis(10).saturating_mul(2_u32.saturating_pow(attempt)).min(Duration::from_secs(1));
    longest.mul_f64(0.5 + fastrand::f64() / 2.0)
}

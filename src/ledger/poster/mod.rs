//! Group commit: many callers hand in single transfers, a few connections post what has gathered as batches.

mod error;
mod job;
mod queue;
mod worker;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

pub use error::{PostError, StartError};
pub use job::Receipt;

use super::{NewTransfer, Posted};
use crate::database::Pool;
use job::Job;
use queue::Queue;

/// How a [`Poster`] works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PosterOptions {
    /// How many connections post. One makes the largest batches, which cost least; more help where transfers spread
    /// over many accounts and the server has cores to spare. Default 1.
    pub workers: usize,
    /// At most this many transfers go into one statement. Default 1,000.
    pub max_batch: usize,
    /// At most this many wait; then callers do. Default 10,000.
    pub queue: usize,
    /// How long a batch is tried again after lost connections before its callers are told that the outcome is
    /// unknown. Default 60 seconds.
    pub give_up_after: Duration,
}

impl Default for PosterOptions {
    fn default() -> Self {
        Self { workers: 1, max_batch: 1_000, queue: 10_000, give_up_after: Duration::from_mins(1) }
    }
}

/// Posts transfers of many threads together. What one caller's transfer is refused for doesn't touch the others'.
///
/// Each transfer has an idempotency key; one that comes without gets one. After a lost connection the batch is sent
/// again, and the keys tell which of its transfers had been posted: each is posted at most once.
///
/// Dropping it posts everything that was accepted, and waits for it.
///
/// ```no_run
/// use ledgerstore::database::{Pool, PoolOptions, build_pool};
/// use ledgerstore::ledger::{NewTransfer, Poster, PosterOptions};
/// use ledgerstore::types::{AccountId, Currency, Money};
///
/// # fn example(pool: Pool) -> Result<(), Box<dyn std::error::Error>> {
/// let poster = Poster::start(pool, PosterOptions::default())?;
/// std::thread::scope(|threads| {
///     for payer in 1..=32 {
///         let poster = &poster;
///         threads.spawn(move || {
///             let fee = NewTransfer::new(AccountId::new(payer), AccountId::new(99), Money::new(50, Currency::EUR));
///             poster.post(fee)
///         });
///     }
/// });
/// poster.shutdown();
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Poster {
    queue: Arc<Queue>,
    workers: Vec<JoinHandle<()>>,
    /// Random, so that no two posters ever give the same key.
    key_prefix: String,
    keys_given: AtomicU64,
}

impl Poster {
    /// Starts the threads that post. Each takes a connection of the pool when it has something to post.
    ///
    /// # Errors
    /// [`StartError`] when the options make no sense, or the system gives no random bytes or no thread.
    #[allow(clippy::needless_pass_by_value, reason = "a pool is a handle, and each thread gets one")]
    pub fn start(pool: Pool, options: PosterOptions) -> Result<Self, StartError> {
        if options.workers == 0 || options.max_batch == 0 || options.queue == 0 {
            return Err(StartError::Options);
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(StartError::NoRandomness)?;
        let queue = Arc::new(Queue::new(options.queue));
        let mut poster = Self {
            queue: Arc::clone(&queue),
            workers: Vec::new(),
            key_prefix: format!("poster:{:032x}", u128::from_le_bytes(random)),
            keys_given: AtomicU64::new(0),
        };
        for number in 1..=options.workers {
            let (queue, pool, options) = (Arc::clone(&queue), pool.clone(), options.clone());
            let thread = Builder::new().name(format!("poster-{number}"));
            let worker =
                thread.spawn(move || worker::run(&queue, &pool, &options)).map_err(StartError::NoThread)?;
            poster.workers.push(worker);
        }
        Ok(poster)
    }

    /// Posts a transfer and waits until it is durable or refused. Waits for a place when the queue is full.
    ///
    /// # Errors
    /// [`PostError::Refused`] tells why the ledger refused it; [`PostError::OutcomeUnknown`] when the connection was
    /// lost and didn't come back in time.
    pub fn post(&self, transfer: NewTransfer<'_>) -> Result<Posted, PostError> {
        self.submit(transfer)?.wait()
    }

    /// Hands a transfer in and returns at once with a receipt to wait on, unless the queue is full: then it waits for
    /// a place.
    ///
    /// # Errors
    /// [`PostError::Stopped`] when the poster is shutting down.
    pub fn submit(&self, transfer: NewTransfer<'_>) -> Result<Receipt, PostError> {
        let (job, receipt) = self.job(transfer);
        self.queue.push(job)?;
        Ok(receipt)
    }

    /// As [`Poster::submit`], but never waits.
    ///
    /// # Errors
    /// [`PostError::QueueFull`] when there is no place: nothing was accepted.
    pub fn try_submit(&self, transfer: NewTransfer<'_>) -> Result<Receipt, PostError> {
        let (job, receipt) = self.job(transfer);
        self.queue.try_push(job)?;
        Ok(receipt)
    }

    /// Accepts nothing more, posts everything that was accepted, and returns when that is done.
    pub fn shutdown(self) {
        drop(self);
    }

    fn job(&self, transfer: NewTransfer<'_>) -> (Job, Receipt) {
        let own_key = transfer.idempotency_key.is_some();
        let mut transfer = transfer.into_owned();
        if !own_key {
            let number = self.keys_given.fetch_add(1, Ordering::Relaxed);
            transfer = transfer.idempotency_key(format!("{}:{number}", self.key_prefix));
        }
        Job::new(transfer, own_key)
    }
}

impl Drop for Poster {
    fn drop(&mut self) {
        self.queue.close();
        for worker in self.workers.drain(..) {
            // A worker that panicked has dropped its callers' channels: they were told.
            let _ = worker.join();
        }
    }
}

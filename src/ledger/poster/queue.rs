use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::PostError;
use super::job::Job;

/// What waits to be posted: bounded, first come, first served.
#[derive(Debug)]
pub(super) struct Queue {
    capacity: usize,
    state: Mutex<State>,
    not_empty: Condvar,
    not_full: Condvar,
}

#[derive(Debug, Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

impl Queue {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, state: Mutex::default(), not_empty: Condvar::new(), not_full: Condvar::new() }
    }

    /// Puts a job in, waiting for a place.
    pub(super) fn push(&self, job: Job) -> Result<(), PostError> {
        let full = |state: &mut State| state.jobs.len() >= self.capacity && !state.closed;
        let state = self.not_full.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        self.put(state, job)
    }

    /// Puts a job in if there is a place.
    pub(super) fn try_push(&self, job: Job) -> Result<(), PostError> {
        let state = self.lock();
        if state.jobs.len() >= self.capacity && !state.closed {
            return Err(PostError::QueueFull);
        }
        self.put(state, job)
    }

    /// Takes what has gathered, at most `limit`, waiting for the first; `None` when the queue is closed and empty.
    pub(super) fn take(&self, limit: usize) -> Option<Vec<Job>> {
        let idle = |state: &mut State| state.jobs.is_empty() && !state.closed;
        let mut state = self.not_empty.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        let count = state.jobs.len().min(limit);
        let jobs: Vec<_> = state.jobs.drain(..count).collect();
        drop(state);
        self.not_full.notify_all();
        if jobs.is_empty() { None } else { Some(jobs) }
    }

    /// Lets nothing more in.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.not_empty.notify_all();
        self.not_full.notify_all();
    }

    fn put(&self, mut state: MutexGuard<'_, State>, job: Job) -> Result<(), PostError> {
        if state.closed {
            return Err(PostError::Stopped);
        }
        state.jobs.push_back(job);
        drop(state);
        self.not_empty.notify_one();
        Ok(())
    }

    /// Nothing in here can panic half-way: what a panicking holder left is whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

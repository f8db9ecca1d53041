use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use super::PostError;
use crate::ledger::{NewTransfer, Posted};

/// A transfer on its way, and the way back to who handed it in.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) transfer: NewTransfer<'static>,
    pub(super) reply: Reply,
}

/// Where the outcome goes.
#[derive(Debug)]
pub(super) struct Reply {
    /// Whether the caller gave the key. Behind a key of ours, a replay is only our own second attempt.
    own_key: bool,
    key: String,
    sender: SyncSender<Result<Posted, PostError>>,
}

/// What a caller holds of a transfer that was handed in.
#[derive(Debug)]
pub struct Receipt {
    key: String,
    outcome: Receiver<Result<Posted, PostError>>,
}

impl Job {
    pub(super) fn new(transfer: NewTransfer<'static>, own_key: bool) -> (Self, Receipt) {
        let (sender, outcome) = sync_channel(1);
        let key = transfer.idempotency_key.as_deref().unwrap_or_default().to_owned();
        let reply = Reply { own_key, key: key.clone(), sender };
        (Self { transfer, reply }, Receipt { key, outcome })
    }
}

impl Reply {
    pub(super) fn send(&self, outcome: Result<Posted, PostError>) {
        let own_key = self.own_key;
        let outcome = outcome.map(|posted| Posted { replayed: posted.replayed && own_key, ..posted });
        // Who has dropped the receipt doesn't want to know.
        let _ = self.sender.send(outcome);
    }

    pub(super) fn outcome_unknown(&self) {
        self.send(Err(PostError::OutcomeUnknown { key: self.key.clone() }));
    }
}

impl Receipt {
    /// The idempotency key under which it is posted.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Waits until the transfer is durable or refused.
    ///
    /// # Errors
    /// As [`Poster::post`](super::Poster::post).
    pub fn wait(self) -> Result<Posted, PostError> {
        self.outcome.recv().unwrap_or(Err(PostError::OutcomeUnknown { key: self.key }))
    }

    /// What has become of the transfer, or the receipt again while it is on its way.
    ///
    /// # Errors
    /// The receipt, when there is no outcome yet.
    pub fn poll(self) -> Result<Result<Posted, PostError>, Self> {
        match self.outcome.try_recv() {
            Ok(outcome) => Ok(outcome),
            Err(TryRecvError::Empty) => Err(self),
            Err(TryRecvError::Disconnected) => Ok(Err(PostError::OutcomeUnknown { key: self.key })),
        }
    }
}

use std::fmt::Display;

use super::calendar::Instant;
use super::coin::Coin;
use super::rows::Value::{Null, Plain, Text};
use super::rows::{Rows, Value};

/// A transfer to copy in.
#[derive(Debug, Clone)]
pub(super) struct Transfer {
    pub(super) id: u64,
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) coin: Coin,
    /// In minor units.
    pub(super) amount: u64,
    pub(super) key: Option<String>,
    pub(super) description: String,
    pub(super) reverses: Option<u64>,
    pub(super) at: Instant,
}

impl Transfer {
    /// The reversal of a part of it, or of all.
    pub(super) fn reversal(&self, id: u64, amount: u64, description: String, at: Instant) -> Self {
        let (from, to, reverses) = (self.to, self.from, Some(self.id));
        Self { id, from, to, coin: self.coin, amount, key: None, description, reverses, at }
    }

    pub(super) fn add(&self, rows: &mut Rows) {
        rows.add(&[
            Plain(&self.id),
            Plain(&self.from),
            Plain(&self.to),
            Plain(&self.coin.currency()),
            Plain(&self.amount),
            self.key.as_deref().map_or(Null, Text),
            Text(&self.description),
            maybe(self.reverses.as_ref()),
            Plain(&self.at),
        ]);
    }
}

fn maybe<T: Display>(value: Option<&T>) -> Value<'_> {
    value.map_or(Null, |value| Plain(value))
}

use std::sync::Arc;

use fastrand::Rng;

use crate::zipf::Zipf;

/// Which accounts transfers are made between. Accounts are numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spread {
    /// Any two, each equally likely.
    All,
    /// Any two of the first so many.
    Few(u32),
    /// Account 1 on one side, any other on the other.
    Hot,
    /// Any two, some far more often than others.
    Zipf,
}

/// One transfer to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pick {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) amount: i64,
}

impl Pick {
    /// The accounts and what their balances change by, in the order in which they are locked.
    pub(crate) fn legs_in_id_order(self) -> [(i64, i64); 2] {
        let (debit, credit) = ((self.from, -self.amount), (self.to, self.amount));
        if self.from < self.to { [debit, credit] } else { [credit, debit] }
    }
}

/// The largest amount picked, in minor units.
pub(crate) const MAX_AMOUNT: i64 = 1_000;

/// A worker's source of transfers to make.
#[derive(Debug, Clone)]
pub(crate) struct Picker {
    spread: Spread,
    accounts: i64,
    zipf: Option<Arc<Zipf>>,
    rng: Rng,
}

impl Picker {
    /// The sources of so many workers, each with a seed of its own.
    pub(crate) fn for_workers(workers: u32, spread: Spread, accounts: u32) -> Vec<Self> {
        let zipf = (spread == Spread::Zipf).then(|| Arc::new(Zipf::new(accounts)));
        let accounts = i64::from(if let Spread::Few(few) = spread { few } else { accounts });
        (0..workers)
            .map(|seed| Self { spread, accounts, zipf: zipf.clone(), rng: Rng::with_seed(u64::from(seed)) })
            .collect()
    }

    pub(crate) fn next(&mut self) -> Pick {
        let (from, to) = match (&self.zipf, self.spread) {
            (Some(zipf), _) => {
                let (from, to) = (zipf.draw(&mut self.rng), zipf.draw(&mut self.rng));
                // pgbench's scripts have no loops: a pair of one account takes its neighbour instead.
                (from, if from == to { to % self.accounts + 1 } else { to })
            }
            (None, Spread::Hot) => {
                let other = self.rng.i64(2..=self.accounts);
                if self.rng.bool() { (1, other) } else { (other, 1) }
            }
            (None, _) => {
                let from = self.rng.i64(1..=self.accounts);
                (from, (from - 1 + self.rng.i64(1..self.accounts)) % self.accounts + 1)
            }
        };
        Pick { from, to, amount: self.rng.i64(1..=MAX_AMOUNT) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_two_accounts_that_exist() {
        for spread in [Spread::All, Spread::Few(2), Spread::Hot, Spread::Zipf] {
            for mut picker in Picker::for_workers(3, spread, 5) {
                for _ in 0..1_000 {
                    let Pick { from, to, amount } = picker.next();
                    assert!(from != to && (1..=5).contains(&from) && (1..=5).contains(&to));
                    assert!((1..=MAX_AMOUNT).contains(&amount));
                    assert!(spread != Spread::Hot || from == 1 || to == 1);
                    assert!(spread != Spread::Few(2) || from + to == 3);
                }
            }
        }
    }
}

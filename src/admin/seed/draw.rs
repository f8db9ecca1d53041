use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// Where the values of one column come from. Each row has a stream of its own, which nothing but the seed, the
/// column's name and the row's number decides: a new column, or another order of work, changes no other value.
#[derive(Debug, Clone)]
pub(super) struct Column {
    key: [u8; 32],
}

impl Column {
    /// `name` is the table and the column, `users.full_name`.
    pub(super) fn new(seed: u64, name: &str) -> Self {
        let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(name).finalize();
        Self { key: digest.into() }
    }

    /// The row's numbers. They stay the same across releases and machines: no float is among what makes them.
    pub(super) fn row(&self, row: u64) -> Draw {
        let mut rng = ChaCha8Rng::from_seed(self.key);
        rng.set_stream(row);
        Draw(rng)
    }
}

/// A stream of numbers.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// An even number under `bound`, which is greater than zero.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0.random_range(0..bound)
    }

    /// From `low` up to and without `low` doubled so many times, small ones being likelier: each doubling is as likely
    /// as any other.
    pub(super) fn doublings(&mut self, low: u64, times: u64) -> u64 {
        let floor = low << self.below(times);
        floor + self.below(floor)
    }

    pub(super) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.0.random_range(0..from.len())]
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        self.0.random()
    }

    /// The generator itself, for `fake`.
    pub(super) fn rng(&mut self) -> &mut ChaCha8Rng {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(column: &Column, row: u64) -> Vec<u64> {
        let mut draw = column.row(row);
        (0..8).map(|_| draw.below(1 << 40)).collect()
    }

    #[test]
    fn rows_columns_and_seeds_have_streams_of_their_own() {
        let names = Column::new(1, "users.name");
        assert_eq!(drawn(&names, 7), drawn(&Column::new(1, "users.name"), 7));
        assert_ne!(drawn(&names, 7), drawn(&names, 8));
        assert_ne!(drawn(&names, 7), drawn(&Column::new(1, "users.email"), 7));
        assert_ne!(drawn(&names, 7), drawn(&Column::new(2, "users.name"), 7));
    }

    #[test]
    fn doublings_stay_within_their_bounds_and_reach_far() {
        let amounts = Column::new(1, "amounts");
        let drawn: Vec<_> = (0..1_000).map(|row| amounts.row(row).doublings(100, 10)).collect();
        assert!(drawn.iter().all(|amount| (100..102_400).contains(amount)), "{drawn:?}");
        assert!(drawn.iter().any(|amount| *amount < 200) && drawn.iter().any(|amount| *amount > 51_200));
    }
}

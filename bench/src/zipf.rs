use fastrand::Rng;

/// Close to 1, as in the usual key-value benchmarks; the smallest that pgbench takes.
pub(crate) const EXPONENT: f64 = 1.001;

/// Numbers from 1 to n, number k drawn in proportion to 1 / k^1.001.
#[derive(Debug)]
pub(crate) struct Zipf {
    /// The share of the numbers up to each.
    cumulated: Vec<f64>,
}

impl Zipf {
    pub(crate) fn new(n: u32) -> Self {
        let mut cumulated: Vec<f64> = (1..=n)
            .scan(0.0, |sum, k| {
                *sum += f64::from(k).powf(-EXPONENT);
                Some(*sum)
            })
            .collect();
        let total = cumulated.last().copied().unwrap_or(1.0);
        for sum in &mut cumulated {
            *sum /= total;
        }
        Self { cumulated }
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> i64 {
        let share = rng.f64();
        let below = self.cumulated.partition_point(|sum| *sum <= share).min(self.cumulated.len() - 1);
        i64::try_from(below + 1).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_drawn_twice_as_often_as_the_second() {
        let (zipf, mut rng) = (Zipf::new(1_000), Rng::with_seed(1));
        let draws: Vec<_> = (0..100_000).map(|_| zipf.draw(&mut rng)).collect();
        let count = |n| draws.iter().filter(|draw| **draw == n).count();
        assert!(draws.iter().all(|draw| (1..=1_000).contains(draw)));
        assert!((count(2) * 18..count(2) * 22).contains(&(count(1) * 10)), "{} {}", count(1), count(2));
    }
}

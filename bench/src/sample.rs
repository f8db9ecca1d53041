use serde::Serialize;

use crate::load::Timing;
use crate::meter::Usage;

/// What a turn, or the median of several, came to.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sample {
    pub(crate) transfers_per_second: f64,
    /// Of a request, which for a batch is the whole batch.
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// Microseconds of CPU of all the server's processes.
    pub(crate) server_cpu_us_per_transfer: Option<f64>,
    pub(crate) wal_bytes_per_transfer: f64,
    pub(crate) database_bytes_per_transfer: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts and bytes of a turn are far smaller than 2^52")]
impl Sample {
    pub(crate) fn new(timing: &Timing, before: Usage, after: Usage) -> Self {
        let transfers = timing.transfers.max(1) as f64;
        let quantile = |q| timing.latencies.value_at_quantile(q) as f64 / 1e3;
        let cpu = after.cpu.zip(before.cpu).map(|(after, before)| (after - before) * 1e6 / transfers);
        Self {
            transfers_per_second: timing.transfers as f64 / timing.elapsed.as_secs_f64(),
            p50_ms: quantile(0.5),
            p99_ms: quantile(0.99),
            server_cpu_us_per_transfer: cpu,
            wal_bytes_per_transfer: (after.wal - before.wal) as f64 / transfers,
            database_bytes_per_transfer: (after.size - before.size) as f64 / transfers,
        }
    }

    /// Each figure's median by itself.
    pub(crate) fn median(samples: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| median(samples.iter().map(figure).collect());
        let cpus: Vec<_> = samples.iter().filter_map(|sample| sample.server_cpu_us_per_transfer).collect();
        Self {
            transfers_per_second: of(|s| s.transfers_per_second),
            p50_ms: of(|s| s.p50_ms),
            p99_ms: of(|s| s.p99_ms),
            server_cpu_us_per_transfer: (!cpus.is_empty()).then(|| median(cpus)),
            wal_bytes_per_transfer: of(|s| s.wal_bytes_per_transfer),
            database_bytes_per_transfer: of(|s| s.database_bytes_per_transfer),
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let upper = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => f64::midpoint(values[upper - 1], values[upper]),
        _ => values[upper],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "halves are exact")]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}

use std::path::PathBuf;

use clap::Parser;
use ledgerstore::admin::seed::Scale;

/// Measures the ledger beside its peers, on a durable PostgreSQL server of its own.
#[derive(Debug, Clone, Parser)]
#[command(max_term_width = 100)]
pub(crate) struct Options {
    /// Seconds of each measured turn
    #[arg(long, default_value_t = 3.0, value_parser = positive)]
    pub(crate) seconds: f64,
    /// Seconds that each turn runs before it is measured
    #[arg(long, default_value_t = 0.5, value_parser = positive)]
    pub(crate) warm_up: f64,
    /// Turns of each contender on each workload; the medians are reported
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Only these contenders, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub(crate) contenders: Vec<String>,
    /// Only these workloads, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub(crate) workloads: Vec<String>,
    /// Accounts in each database
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(100..))]
    pub(crate) accounts: u32,
    /// Entries in the full books, which are compared with books of 10,000 entries
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) entries: u64,
    /// Instead of all that, seed a world of this scale, beside psql with the same rows in files
    #[arg(long, value_name = "SCALE")]
    pub(crate) seeding: Option<Scale>,
    /// A smoke run in seconds: everything runs once, the numbers mean little
    #[arg(long)]
    pub(crate) quick: bool,
    /// Also write the results to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Where the server's data go while it runs; a disk, not memory, or syncing costs nothing
    #[arg(long, value_name = "FOLDER", default_value = "/var/tmp")]
    pub(crate) data: PathBuf,
}

impl Options {
    /// The smoke run's sizes replace whatever was given.
    pub(crate) fn settled(self) -> Self {
        if !self.quick {
            return self;
        }
        Self { seconds: 0.1, warm_up: 0.02, rounds: 1, accounts: 1_000, entries: 20_000, ..self }
    }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds > 0.0 => Ok(seconds),
        _ => Err("give a number of seconds greater than zero".to_owned()),
    }
}

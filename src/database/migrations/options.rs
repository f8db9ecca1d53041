use std::time::Duration;

/// How migrations are run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How long others are waited for in all: another migrator, and those who hold locks. Default 60 seconds.
    pub wait: Duration,
    /// How long a statement waits for a lock, with others queueing behind it, before its migration is rolled back
    /// and tried again. Default 5 seconds. A migration may set its own.
    pub lock_timeout: Duration,
    /// Whether pending migrations run although a newer one is applied.
    pub out_of_order: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { wait: Duration::from_mins(1), lock_timeout: Duration::from_secs(5), out_of_order: false }
    }
}

/// Which migrations: of the pending ones from the oldest on, of the applied ones from the newest back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// All of them.
    All,
    /// So many at most.
    Count(usize),
    /// Up to this one, which will be the newest applied one afterwards; named as `Migrations::find` takes it.
    To(String),
}

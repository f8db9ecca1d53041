use crate::picker::Spread;

/// How many ask at once, and for transfers between which accounts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) spread: Spread,
    /// Connections; for a poster, which has its own, the callers.
    pub(crate) connections: u32,
    pub(crate) contenders: &'static [&'static str],
}

const DIESEL: &str = "seven-diesel";
const SQLX: &str = "seven-sqlx";
const SEAORM: &str = "seven-seaorm";

/// Every workload over books that start empty.
pub(crate) const WORKLOADS: &[Workload] = &[
    Workload {
        name: "uniform-1",
        spread: Spread::All,
        connections: 1,
        contenders: &["single", "pgbench", "batch-100", "batch-1000", DIESEL, SQLX, SEAORM],
    },
    Workload {
        name: "uniform-8",
        spread: Spread::All,
        connections: 8,
        contenders: &["single", "pgbench", "batch-100", DIESEL, SQLX, SEAORM],
    },
    Workload {
        name: "uniform-32",
        spread: Spread::All,
        connections: 32,
        contenders: &["single", "pgbench", "poster"],
    },
    Workload {
        name: "hot-8",
        spread: Spread::Hot,
        connections: 8,
        contenders: &["single", "pgbench", DIESEL, SQLX, SEAORM],
    },
    Workload { name: "hot-32", spread: Spread::Hot, connections: 32, contenders: &["single", "poster"] },
    Workload { name: "hot-256", spread: Spread::Hot, connections: 256, contenders: &["poster"] },
    Workload {
        name: "zipf-8",
        spread: Spread::Zipf,
        connections: 8,
        contenders: &["single", "pgbench", DIESEL, SQLX, SEAORM],
    },
    Workload {
        name: "pgledger-50x20",
        spread: Spread::Few(50),
        connections: 20,
        contenders: &["single", "pgbench", "poster", DIESEL, SQLX, SEAORM],
    },
    Workload {
        name: "pgledger-10x20",
        spread: Spread::Few(10),
        connections: 20,
        contenders: &["single", "pgbench", "poster", DIESEL, SQLX, SEAORM],
    },
];

/// The workloads that tell whether full books are slower than almost empty ones.
pub(crate) const ENTRIES_FEW: Workload = Workload {
    name: "entries-10k",
    spread: Spread::All,
    connections: 1,
    contenders: &["single", "batch-1000"],
};
pub(crate) const ENTRIES_MANY: Workload = Workload { name: "entries-many", ..ENTRIES_FEW };

/// Every name that `--workloads` takes.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    WORKLOADS.iter().chain([&ENTRIES_FEW, &ENTRIES_MANY]).map(|workload| workload.name)
}

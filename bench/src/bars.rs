use serde::Serialize;

use crate::results::Line;

/// A ratio that has to be reached.
struct Bar {
    what: &'static str,
    ours: Cell,
    /// The best of them counts.
    theirs: &'static [Cell],
    figure: Figure,
    bound: Bound,
}

/// A contender on a workload.
struct Cell(&'static str, &'static str);

#[derive(Clone, Copy)]
enum Figure {
    TransfersPerSecond,
    ServerCpu,
}

#[derive(Clone, Copy)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

use Bound::{AtLeast, AtMost};
use Figure::{ServerCpu, TransfersPerSecond};

const BARS: &[Bar] = &[
    Bar {
        what: "single / the same statement in pgbench, 1 connection",
        ours: Cell("single", "uniform-1"),
        theirs: &[Cell("pgbench", "uniform-1")],
        figure: TransfersPerSecond,
        bound: AtLeast(0.95),
    },
    Bar {
        what: "single / the same statement in pgbench, 8 connections",
        ours: Cell("single", "uniform-8"),
        theirs: &[Cell("pgbench", "uniform-8")],
        figure: TransfersPerSecond,
        bound: AtLeast(0.95),
    },
    Bar {
        what: "single / the same statement in pgbench, 32 connections",
        ours: Cell("single", "uniform-32"),
        theirs: &[Cell("pgbench", "uniform-32")],
        figure: TransfersPerSecond,
        bound: AtLeast(0.95),
    },
    Bar {
        what: "single / best seven statements, 1 connection",
        ours: Cell("single", "uniform-1"),
        theirs: &[
            Cell("seven-diesel", "uniform-1"),
            Cell("seven-sqlx", "uniform-1"),
            Cell("seven-seaorm", "uniform-1"),
        ],
        figure: TransfersPerSecond,
        bound: AtLeast(2.0),
    },
    Bar {
        what: "single / best seven statements, 8 connections",
        ours: Cell("single", "uniform-8"),
        theirs: &[
            Cell("seven-diesel", "uniform-8"),
            Cell("seven-sqlx", "uniform-8"),
            Cell("seven-seaorm", "uniform-8"),
        ],
        figure: TransfersPerSecond,
        bound: AtLeast(1.5),
    },
    Bar {
        what: "single / best seven statements, one hot account, 8 connections",
        ours: Cell("single", "hot-8"),
        theirs: &[Cell("seven-diesel", "hot-8"), Cell("seven-sqlx", "hot-8"), Cell("seven-seaorm", "hot-8")],
        figure: TransfersPerSecond,
        bound: AtLeast(3.0),
    },
    Bar {
        what: "server CPU of a transfer, batch of 100 / single",
        ours: Cell("batch-100", "uniform-1"),
        theirs: &[Cell("single", "uniform-1")],
        figure: ServerCpu,
        bound: AtMost(0.4),
    },
    Bar {
        what: "server CPU of a transfer, batch of 1,000 / single",
        ours: Cell("batch-1000", "uniform-1"),
        theirs: &[Cell("single", "uniform-1")],
        figure: ServerCpu,
        bound: AtMost(0.35),
    },
    Bar {
        what: "poster with 32 callers / single with 32 connections",
        ours: Cell("poster", "uniform-32"),
        theirs: &[Cell("single", "uniform-32")],
        figure: TransfersPerSecond,
        bound: AtLeast(3.0),
    },
    Bar {
        what: "poster with 32 callers / single with 32 connections, one hot account",
        ours: Cell("poster", "hot-32"),
        theirs: &[Cell("single", "hot-32")],
        figure: TransfersPerSecond,
        bound: AtLeast(8.0),
    },
    Bar {
        what: "poster with 256 callers / single with 32 connections, one hot account",
        ours: Cell("poster", "hot-256"),
        theirs: &[Cell("single", "hot-32")],
        figure: TransfersPerSecond,
        bound: AtLeast(12.0),
    },
    Bar {
        what: "single, full books / 10,000 entries",
        ours: Cell("single", "entries-many"),
        theirs: &[Cell("single", "entries-10k")],
        figure: TransfersPerSecond,
        bound: AtLeast(0.8),
    },
    Bar {
        what: "batch of 1,000, full books / 10,000 entries",
        ours: Cell("batch-1000", "entries-many"),
        theirs: &[Cell("batch-1000", "entries-10k")],
        figure: TransfersPerSecond,
        bound: AtLeast(0.8),
    },
];

/// How a bar was met.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Verdict {
    pub(crate) what: &'static str,
    /// The bound as it reads: `≥ 0.95`.
    pub(crate) bound: String,
    pub(crate) ratio: f64,
    pub(crate) passed: bool,
}

/// The bars whose contenders were all measured.
pub(crate) fn verdicts(lines: &[Line]) -> Vec<Verdict> {
    BARS.iter().filter_map(|bar| bar.verdict(lines)).collect()
}

impl Bar {
    fn verdict(&self, lines: &[Line]) -> Option<Verdict> {
        let ours = self.figure.of(lines, &self.ours)?;
        let theirs: Option<Vec<_>> = self.theirs.iter().map(|cell| self.figure.of(lines, cell)).collect();
        let best = theirs?.into_iter().reduce(|one, other| self.figure.better(one, other))?;
        let ratio = ours / best;
        let (bound, passed) = match self.bound {
            AtLeast(bound) => (format!("≥ {bound}"), ratio >= bound),
            AtMost(bound) => (format!("≤ {bound}"), ratio <= bound),
        };
        Some(Verdict { what: self.what, bound, ratio, passed })
    }
}

impl Figure {
    fn of(self, lines: &[Line], Cell(contender, workload): &Cell) -> Option<f64> {
        let line = lines.iter().find(|line| line.contender == *contender && line.workload == *workload)?;
        match self {
            TransfersPerSecond => Some(line.median.transfers_per_second),
            ServerCpu => line.median.server_cpu_us_per_transfer,
        }
    }

    fn better(self, one: f64, other: f64) -> f64 {
        match self {
            TransfersPerSecond => one.max(other),
            ServerCpu => one.min(other),
        }
    }
}

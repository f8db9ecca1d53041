use std::fmt;

use crate::database::catalog::Difference;

/// Something that a migration does and shouldn't, or doesn't and should.
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "problem", rename_all = "snake_case"))]
pub enum Problem {
    /// It can't be applied or reverted.
    Failed {
        /// Where and why.
        reason: String,
    },
    /// After its `down.sql` the schema isn't what it was before its `up.sql`.
    NotUndone {
        /// How it differs.
        differences: Vec<Difference>,
    },
    /// Applied for the second time, it makes something else than the first time.
    NotRepeated {
        /// How it differs.
        differences: Vec<Difference>,
    },
    /// Its `up.sql` removes rows.
    RowsLost {
        /// The table.
        table: String,
        /// How many rows it held.
        before: i64,
        /// How many are left.
        after: i64,
    },
    /// Up and down again, a table doesn't hold what it held.
    RowsChanged {
        /// The table.
        table: String,
    },
}

impl Problem {
    pub(super) fn not_undone(differences: Vec<Difference>) -> Option<Self> {
        (!differences.is_empty()).then_some(Self::NotUndone { differences })
    }

    pub(super) fn not_repeated(differences: Vec<Difference>) -> Option<Self> {
        (!differences.is_empty()).then_some(Self::NotRepeated { differences })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { reason } => f.write_str(reason),
            Self::NotUndone { differences } => {
                write!(f, "down.sql doesn't undo up.sql: {}", told(differences))
            }
            Self::NotRepeated { differences } => {
                write!(f, "the second time it makes something else: {}", told(differences))
            }
            Self::RowsLost { table, before, after } => {
                write!(f, "up.sql removes rows from {table}: {before} before, {after} after")
            }
            Self::RowsChanged { table } => {
                write!(f, "up and down again, {table} doesn't hold what it held")
            }
        }
    }
}

fn told(differences: &[Difference]) -> String {
    let one = |d: &Difference| format!("{} {} is {}", d.kind.as_str(), d.name, d.what.as_str());
    differences.iter().map(one).collect::<Vec<_>>().join("; ")
}

use std::fmt;

/// What an invariant is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Group {
    /// Accounts, transfers and entries.
    Ledger,
    /// Products, their stock, and orders.
    Shop,
    /// Users and sessions.
    SignIn,
    /// What the database keeps the rules with: constraints, triggers, indexes, functions, sequences.
    Schema,
}

impl Group {
    /// All groups, in the order in which they are checked.
    pub const ALL: [Self; 4] = [Self::Ledger, Self::Shop, Self::SignIn, Self::Schema];

    /// Its name, as the command line takes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Shop => "shop",
            Self::SignIn => "sign-in",
            Self::Schema => "schema",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An invariant of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Check {
    /// What it is about.
    pub group: Group,
    /// Its name, as the command line takes it.
    pub name: &'static str,
    /// What holds when it finds nothing.
    pub holds: &'static str,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Outcome {
    /// What the check is about.
    pub group: Group,
    /// The check's name.
    pub name: &'static str,
    /// What holds when there are no findings.
    pub holds: &'static str,
    /// How many rows were looked at: those that the check is about.
    pub checked: i64,
    /// What breaks it, each with its id: at most [`Outcome::MOST_FINDINGS`].
    pub findings: Vec<String>,
    /// How many findings there are beyond those named.
    pub more: i64,
}

impl Outcome {
    /// So many findings of a check are kept; the others are counted.
    pub const MOST_FINDINGS: usize = 1_000;

    /// How many findings there are, named or not.
    pub fn found(&self) -> i64 {
        i64::try_from(self.findings.len()).unwrap_or(i64::MAX).saturating_add(self.more)
    }

    pub(super) fn nothing_yet(check: &Check) -> Self {
        let Check { group, name, holds } = *check;
        Self { group, name, holds, checked: 0, findings: Vec::new(), more: 0 }
    }

    /// Takes in what one slice of the rows has told.
    pub(super) fn add(&mut self, checked: i64, found: i64, mut subjects: Vec<String>) {
        subjects.truncate(Self::MOST_FINDINGS - self.findings.len());
        self.checked += checked;
        self.more += found - i64::try_from(subjects.len()).unwrap_or(found);
        self.findings.append(&mut subjects);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_first_findings_and_counts_the_others() {
        let check = Check { group: Group::Shop, name: "n", holds: "H." };
        let mut outcome = Outcome::nothing_yet(&check);
        let named = |count: usize| (0..count).map(|n| format!("order {n}")).collect::<Vec<_>>();
        outcome.add(2_000, 999, named(999));
        assert_eq!((outcome.findings.len(), outcome.more, outcome.found()), (999, 0, 999));
        outcome.add(5_000, 4_000, named(1_000));
        assert_eq!((outcome.findings.len(), outcome.more), (1_000, 3_999));
        outcome.add(1, 1, named(1));
        assert_eq!((outcome.checked, outcome.findings.len(), outcome.found()), (7_001, 1_000, 5_000));
    }
}

use super::check::Check;

/// One way through a table, or through tables that are joined, which serves several checks at once.
#[derive(Debug)]
pub(super) struct Pass {
    /// The table that takes the time.
    pub reads: &'static str,
    /// The table along whose ids it can go in slices that know nothing of each other, if there is one.
    pub sliced_by: Option<&'static str>,
    /// What it answers.
    pub checks: &'static [Check],
    /// A query with a row for each check: its `name`, how many rows were `checked`, and the `subjects` that break it
    /// (NULL for none). `$1` and `$2` are the first and the last id of a slice.
    pub sql: &'static str,
}

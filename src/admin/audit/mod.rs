//! Every invariant by name, checked against all rows in one snapshot.

mod check;
mod ledger;
mod pass;
mod schema;
mod shop;
mod sign_in;
mod slices;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use thiserror::Error;

use crate::admin::progress::Progress;
use crate::database::{Transient, read_only};
pub use check::{Check, Group, Outcome};
use pass::Pass;
use slices::Slice;

/// Why an audit couldn't be made.
#[derive(Debug, Error)]
pub enum AuditError {
    /// There is no such check and no such group.
    #[error(
        "there is no check or group {name:?}; the groups are {}, the checks {}",
        Group::ALL.map(Group::as_str).join(", "),
        checks().map(|check| check.name).collect::<Vec<_>>().join(", ")
    )]
    UnknownCheck {
        /// What was asked for.
        name: String,
    },
    /// A query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Transient for AuditError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_transient())
    }
}

/// Every check, the ledger's first.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    passes().flat_map(|pass| pass.checks)
}

fn passes() -> impl Iterator<Item = &'static Pass> {
    [ledger::PASSES, shop::PASSES, sign_in::PASSES, schema::PASSES].into_iter().flatten()
}

/// The checks that these names of checks and groups mean, each once; all when nothing is named.
///
/// # Errors
/// [`AuditError::UnknownCheck`].
pub fn select(names: &[String]) -> Result<Vec<&'static Check>, AuditError> {
    let is_meant = |check: &Check, name: &String| name == check.name || name == check.group.as_str();
    if let Some(name) = names.iter().find(|name| !checks().any(|check| is_meant(check, name))) {
        return Err(AuditError::UnknownCheck { name: name.clone() });
    }
    Ok(checks().filter(|check| names.is_empty() || names.iter().any(|name| is_meant(check, name))).collect())
}

/// Makes the checks that are named, by themselves or by their group, or all when none is named, on one snapshot, in
/// which nothing can be written. Tables are gone through once for all checks that need the same rows.
///
/// Inside another transaction it looks at what that one sees: that is one snapshot only if it is repeatable read.
///
/// # Errors
/// [`AuditError::UnknownCheck`] before anything is run.
pub fn audit(
    conn: &mut PgConnection,
    names: &[String],
    progress: &mut dyn Progress,
) -> Result<Vec<Outcome>, AuditError> {
    let chosen = select(names)?;
    read_only(conn, |conn| {
        let mut outcomes: Vec<_> = chosen.iter().map(|check| Outcome::nothing_yet(check)).collect();
        for pass in passes().filter(|pass| pass.checks.iter().any(|check| chosen.contains(&check))) {
            run(conn, pass, &mut outcomes, progress)?;
        }
        Ok(outcomes)
    })
}

fn run(
    conn: &mut PgConnection,
    pass: &Pass,
    outcomes: &mut [Outcome],
    progress: &mut dyn Progress,
) -> QueryResult<()> {
    let way = slices::way(conn, pass)?;
    // One slice would only jump from nothing to all.
    let total = u64::try_from(way.rows).ok().filter(|_| way.slices.len() > 1);
    let share = total.unwrap_or_default() / way.slices.len().max(1) as u64;
    let step = pass.sliced_by.map_or(pass.reads.to_owned(), |table| format!("{} by {table}", pass.reads));
    progress.begin(&step, total);
    for slice in way.slices {
        for told in look(conn, pass, slice)? {
            if let Some(outcome) = outcomes.iter_mut().find(|outcome| outcome.name == told.name) {
                outcome.add(told.checked, told.found, told.subjects);
            }
        }
        progress.advance(share);
    }
    progress.end();
    Ok(())
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    checked: i64,
    #[diesel(sql_type = BigInt)]
    found: i64,
    #[diesel(sql_type = Array<Text>)]
    subjects: Vec<String>,
}

/// What one slice tells of each check of the pass. Shorter subjects come first: 9 before 10.
fn look(conn: &mut PgConnection, pass: &Pass, slice: Slice) -> QueryResult<Vec<Told>> {
    let Pass { sql, .. } = pass;
    let most = Outcome::MOST_FINDINGS;
    let query = format!(
        "SELECT name, checked, COALESCE(cardinality(subjects), 0)::BIGINT AS found,
                ARRAY(SELECT subject FROM unnest(subjects) AS subject
                      ORDER BY length(subject), subject COLLATE \"C\" LIMIT {most}) AS subjects
         FROM ({sql}) told"
    );
    diesel::sql_query(query).bind::<BigInt, _>(slice.0).bind::<BigInt, _>(slice.1).load(conn)
}

use diesel::prelude::*;

use super::error::MigrationError;
use super::history::{self, Origin};
use super::lock::locked;
use super::observer::Observer;
use super::options::Extent;
use super::runner::Runner;
use super::source::{MigrationFile, SourceError};
use super::survey::{State, Survey};
use super::tables::prepare;

/// What marking has changed, by the migrations' names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Marked {
    /// These count as applied from now on.
    pub applied: Vec<String>,
    /// These were applied, and their present text counts as the one that ran.
    pub accepted: Vec<String>,
    /// These don't count as applied any more.
    pub unapplied: Vec<String>,
}

impl Runner<'_> {
    /// Writes one migration into the history as applied, without running it; of one that is applied, the present
    /// text counts as the one that ran.
    ///
    /// # Errors
    /// When there is no such migration.
    pub fn mark(
        &self,
        conn: &mut PgConnection,
        wanted: &str,
        observer: &mut dyn Observer,
    ) -> Result<Marked, MigrationError> {
        let file = self.migrations.find(wanted)?;
        self.mark_files(conn, &[file], observer)
    }

    /// The same for all pending ones of an extent: a database whose tables were made otherwise begins here.
    ///
    /// # Errors
    /// When there is no such migration.
    pub fn baseline(
        &self,
        conn: &mut PgConnection,
        extent: &Extent,
        observer: &mut dyn Observer,
    ) -> Result<Marked, MigrationError> {
        let last = match extent {
            Extent::To(wanted) => Some(self.migrations.find(wanted)?),
            _ => None,
        };
        let pending: Vec<_> = Survey::new(conn, self.migrations)?
            .pending()
            .filter(|file| last.is_none_or(|last| file.version <= last.version))
            .collect();
        let count = if let Extent::Count(count) = extent { *count } else { usize::MAX };
        self.mark_files(conn, &pending[..pending.len().min(count)], observer)
    }

    /// Takes a migration out of the history, without reverting it.
    ///
    /// # Errors
    /// [`MigrationError::NotApplied`].
    pub fn unmark(
        &self,
        conn: &mut PgConnection,
        wanted: &str,
        observer: &mut dyn Observer,
    ) -> Result<Marked, MigrationError> {
        let version = match self.migrations.find(wanted) {
            Ok(file) => file.version.clone(),
            // It may be in the database alone.
            Err(SourceError::Unknown(_)) => wanted.replace('-', ""),
            Err(error) => return Err(error.into()),
        };
        locked(conn, &self.patience(), observer, |conn, _| {
            let survey = Survey::new(conn, self.migrations)?;
            let found = survey.rows.get(&version).filter(|row| row.applied.is_some());
            let row = found.ok_or_else(|| MigrationError::NotApplied(wanted.to_owned()))?;
            prepare(conn)?;
            conn.transaction(|conn| history::erase(conn, &version))?;
            Ok(Marked { unapplied: vec![row.status(&version).name], ..Marked::default() })
        })
    }

    fn mark_files(
        &self,
        conn: &mut PgConnection,
        files: &[&MigrationFile],
        observer: &mut dyn Observer,
    ) -> Result<Marked, MigrationError> {
        locked(conn, &self.patience(), observer, |conn, _| {
            let survey = Survey::new(conn, self.migrations)?;
            prepare(conn)?;
            conn.transaction(|conn| {
                let mut marked = Marked::default();
                for file in files {
                    mark_one(conn, &survey, file, &mut marked)?;
                }
                Ok(marked)
            })
        })
    }
}

fn mark_one(
    conn: &mut PgConnection,
    survey: &Survey<'_>,
    file: &MigrationFile,
    marked: &mut Marked,
) -> QueryResult<()> {
    let row = survey.rows.get(&file.version);
    let Some(applied) = row.and_then(|row| row.applied.as_ref()) else {
        history::record(conn, file, Origin::Marked)?;
        marked.applied.push(file.name.clone());
        return Ok(());
    };
    if applied.record.is_none() || row.is_some_and(|row| row.state == State::Edited) {
        let origin = applied.record.as_ref().map_or(Origin::Adopted, |record| record.origin);
        history::keep_checksum(conn, file, origin, applied.run_on)?;
        marked.accepted.push(file.name.clone());
    }
    Ok(())
}

use std::time::Instant;

use diesel::PgConnection;

use super::error::MigrationError;
use super::lock::locked;
use super::observer::Observer;
use super::options::Extent;
use super::run::{Direction, persist, step, whole};
use super::runner::{Runner, run_each};
use super::source::MigrationFile;
use super::survey::Survey;
use super::tables::prepare;
use super::vet::{vet_down, vet_up};

impl<'m> Runner<'m> {
    /// What [`Runner::down`] and [`Runner::redo`] would revert, the newest first. It changes nothing.
    ///
    /// # Errors
    /// When one has nothing in its `down.sql`, or the database has migrations that aren't here.
    pub fn revertible(
        &self,
        conn: &mut PgConnection,
        extent: &Extent,
    ) -> Result<Vec<&'m MigrationFile>, MigrationError> {
        let survey = Survey::new(conn, self.migrations)?;
        survey.demand_files(self.migrations)?;
        let newest_first = survey.applied().rev();
        let chosen: Vec<_> = match extent {
            Extent::All => newest_first.collect(),
            Extent::Count(count) => newest_first.take(*count).collect(),
            Extent::To(wanted) => {
                let last = self.migrations.find(wanted)?;
                if !survey.applied().any(|file| file.version == last.version) {
                    return Err(MigrationError::NotApplied(last.name.clone()));
                }
                newest_first.take_while(|file| file.version > last.version).collect()
            }
        };
        chosen.iter().try_for_each(|file| vet_down(file))?;
        Ok(chosen)
    }

    /// Reverts applied migrations, the newest first; returns their names.
    ///
    /// # Errors
    /// [`MigrationError::Failed`] tells where and why; those before it stay reverted.
    pub fn down(
        &self,
        conn: &mut PgConnection,
        extent: &Extent,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, MigrationError> {
        let patience = self.patience();
        locked(conn, &patience, observer, |conn, observer| {
            let chosen = self.revertible(conn, extent)?;
            if !chosen.is_empty() {
                prepare(conn)?;
                observer.before_first(&chosen).map_err(MigrationError::Prevented)?;
            }
            run_each(conn, &chosen, Direction::Down, &patience, observer)
        })
    }

    /// Reverts applied migrations and applies them again, all in one transaction; returns their names, the newest
    /// first.
    ///
    /// # Errors
    /// [`MigrationError::Failed`] tells where and why; all is as it was then.
    /// [`MigrationError::NotInOneTransaction`] when one of them runs without a transaction.
    pub fn redo(
        &self,
        conn: &mut PgConnection,
        extent: &Extent,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, MigrationError> {
        let patience = self.patience();
        locked(conn, &patience, observer, |conn, observer| {
            let chosen = self.revertible(conn, extent)?;
            let Some(newest) = chosen.first() else { return Ok(Vec::new()) };
            chosen.iter().try_for_each(|file| vet_up(file))?;
            if let Some(file) = chosen.iter().find(|file| !file.transactional) {
                return Err(MigrationError::NotInOneTransaction { name: file.name.clone() });
            }
            prepare(conn)?;
            observer.before_first(&chosen).map_err(MigrationError::Prevented)?;
            let began = Instant::now();
            persist(conn, &patience, observer, |conn, _| {
                whole(conn, &patience, newest, Direction::Down, |conn| {
                    chosen.iter().try_for_each(|file| step(conn, file, Direction::Down).map(drop))?;
                    chosen.iter().rev().try_for_each(|file| step(conn, file, Direction::Up).map(drop))
                })
            })?;
            chosen.iter().rev().for_each(|file| observer.done(file, began.elapsed()));
            Ok(chosen.iter().rev().map(|file| file.name.clone()).collect())
        })
    }
}

use std::time::Instant;

use diesel::PgConnection;

use super::alone::run_alone;
use super::error::MigrationError;
use super::history::{self, Origin};
use super::lock::locked;
use super::observer::Observer;
use super::options::{Extent, Options};
use super::run::{Direction, Patience, persist, step, whole};
use super::source::{MigrationFile, Migrations};
use super::sums::check_sums;
use super::survey::{MigrationStatus, State, Survey};
use super::tables::prepare;
use super::vet::vet_up;

/// Runs migrations on a database, one migrator at a time.
#[derive(Debug, Clone)]
pub struct Runner<'m> {
    pub(super) migrations: &'m Migrations,
    pub(super) options: Options,
}

impl<'m> Runner<'m> {
    /// A runner of these migrations.
    pub fn new(migrations: &'m Migrations, options: Options) -> Self {
        Self { migrations, options }
    }

    /// How each migration stands, the oldest first: those that are here, and those that the database has.
    ///
    /// # Errors
    /// When the history can't be read.
    pub fn status(&self, conn: &mut PgConnection) -> Result<Vec<MigrationStatus>, MigrationError> {
        let survey = Survey::new(conn, self.migrations)?;
        Ok(survey.rows.iter().map(|(version, row)| row.status(version)).collect())
    }

    /// What [`Runner::up`] would run. It changes nothing.
    ///
    /// # Errors
    /// Every refusal of [`Runner::up`]'s.
    pub fn pending(
        &self,
        conn: &mut PgConnection,
        extent: &Extent,
    ) -> Result<Vec<&'m MigrationFile>, MigrationError> {
        let survey = Survey::new(conn, self.migrations)?;
        self.choose_pending(&survey, extent)
    }

    /// Applies pending migrations in order; returns the names of those it applied.
    ///
    /// Each runs with its history row in one transaction, and again from its start when it can't have a lock.
    ///
    /// # Errors
    /// [`MigrationError::Failed`] tells where and why; those before it stay applied. The others are told before
    /// anything runs.
    pub fn up(
        &self,
        conn: &mut PgConnection,
        extent: &Extent,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, MigrationError> {
        let patience = self.patience();
        locked(conn, &patience, observer, |conn, observer| {
            // Only now: whoever held the lock may have applied them.
            let survey = Survey::new(conn, self.migrations)?;
            let chosen = self.choose_pending(&survey, extent)?;
            prepare(conn)?;
            adopt(conn, &survey)?;
            if !chosen.is_empty() {
                observer.before_first(&chosen).map_err(MigrationError::Prevented)?;
            }
            run_each(conn, &chosen, Direction::Up, &patience, observer)
        })
    }

    fn choose_pending(
        &self,
        survey: &Survey<'m>,
        extent: &Extent,
    ) -> Result<Vec<&'m MigrationFile>, MigrationError> {
        survey.demand_files(self.migrations)?;
        let edited = survey.names(State::Edited);
        if !edited.is_empty() {
            return Err(MigrationError::Edited { names: edited });
        }
        if let Some(folder) = self.migrations.folder() {
            check_sums(folder, self.migrations)?;
        }
        let pending = survey.pending();
        let chosen: Vec<_> = match extent {
            Extent::All => pending.collect(),
            Extent::Count(count) => pending.take(*count).collect(),
            Extent::To(wanted) => {
                let last = self.migrations.find(wanted)?;
                pending.take_while(|file| file.version <= last.version).collect()
            }
        };
        self.demand_order(survey, &chosen)?;
        chosen.iter().try_for_each(|file| vet_up(file))?;
        Ok(chosen)
    }

    fn demand_order(&self, survey: &Survey<'m>, chosen: &[&MigrationFile]) -> Result<(), MigrationError> {
        let Some(newest) = survey.applied().next_back() else { return Ok(()) };
        let late = chosen.iter().filter(|file| file.version < newest.version);
        let names: Vec<_> = late.map(|file| file.name.clone()).collect();
        if names.is_empty() || self.options.out_of_order {
            return Ok(());
        }
        Err(MigrationError::OutOfOrder { names, newest: newest.name.clone() })
    }

    pub(super) fn patience(&self) -> Patience {
        let Options { wait, lock_timeout, .. } = self.options;
        Patience { wait, deadline: Instant::now() + wait, lock_timeout }
    }
}

/// Keeps the checksums of what other tools have applied.
fn adopt(conn: &mut PgConnection, survey: &Survey<'_>) -> Result<(), MigrationError> {
    for row in survey.rows.values() {
        if let (Some(file), Some(applied)) = (row.file, &row.applied)
            && applied.record.is_none()
        {
            history::keep_checksum(conn, file, Origin::Adopted, applied.run_on)?;
        }
    }
    Ok(())
}

pub(super) fn run_each(
    conn: &mut PgConnection,
    chosen: &[&MigrationFile],
    direction: Direction,
    patience: &Patience,
    observer: &mut dyn Observer,
) -> Result<Vec<String>, MigrationError> {
    let mut done = Vec::new();
    for file in chosen {
        let began = Instant::now();
        let ran = persist(conn, patience, observer, |conn, observer| {
            if file.transactional {
                whole(conn, patience, file, direction, |conn| step(conn, file, direction))
            } else {
                run_alone(conn, file, direction, patience, observer)
            }
        })?;
        if ran {
            observer.done(file, began.elapsed());
            done.push(file.name.clone());
        }
    }
    Ok(done)
}

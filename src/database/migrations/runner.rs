use std::time::{Duration, Instant};

use diesel::PgConnection;

use super::alone::run_alone;
use super::error::MigrationError;
use super::history::{self, Origin};
use super::lock::locked;
use super::observer::Observer;
use super::run::{Direction, Patience, persist, step, whole};
use super::source::{MigrationFile, Migrations};
use super::sums::check_sums;
use super::survey::{MigrationStatus, State, Survey};
use super::vet::{vet_down, vet_up};

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
    /// Up to this one, which will be the newest applied one afterwards; named as [`Migrations::find`] takes it.
    To(String),
}

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
            history::prepare(conn)?;
            adopt(conn, &survey)?;
            if !chosen.is_empty() {
                observer.before_first(&chosen).map_err(MigrationError::Prevented)?;
            }
            run_each(conn, &chosen, Direction::Up, &patience, observer)
        })
    }

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
                history::prepare(conn)?;
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
            history::prepare(conn)?;
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

fn run_each(
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

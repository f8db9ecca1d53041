//! Proves migrations on a scratch database: each goes forth, back and forth again over tables that hold something.

mod plant;
mod problem;
mod rows;

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use thiserror::Error;

use crate::admin::progress::Progress;
use crate::database::catalog::{Catalog, CatalogError, describe};
use crate::database::migrations::{Extent, MigrationError, MigrationFile, Migrations, Options, Runner};
pub use problem::Problem;
use rows::contents;

/// What came of a migration.
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Proof {
    /// The migration's folder.
    pub name: String,
    /// How many tables held rows when it ran.
    pub tables_with_rows: usize,
    /// Whether it is applied in the end.
    pub is_applied: bool,
    /// What is wrong with it; nothing when it is proven.
    pub problems: Vec<Problem>,
}

/// What came of all of them.
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Verified {
    /// Each migration that was run, the oldest first.
    pub proofs: Vec<Proof>,
    /// How many weren't, because one before them can't be applied.
    pub unreached: usize,
    /// The tables that stayed empty to the end: no row could be made up for them, and no file gave any.
    pub empty_tables: Vec<String>,
}

impl Verified {
    /// Whether every migration could be applied in the end.
    pub fn is_complete(&self) -> bool {
        self.unreached == 0 && self.proofs.iter().all(|proof| proof.is_applied)
    }

    /// Whether nothing is wrong with any of them.
    pub fn is_proven(&self) -> bool {
        self.is_complete() && self.proofs.iter().all(|proof| proof.problems.is_empty())
    }
}

/// Nothing can be proven.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// A migration's rows to plant were refused.
    #[error("the rows of {file} can't be planted: {source}", file = file.display())]
    Plant {
        /// The file.
        file: PathBuf,
        /// What the server said.
        source: diesel::result::Error,
    },
    /// A file of rows to plant can't be read.
    #[error("{file} can't be read: {source}", file = file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The schema can't be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Runs every migration up, down and up again, on this empty database, and compares what is there each time.
///
/// After each one rows are planted, so that those which follow meet tables that hold something: from
/// `<folder's name>.sql` in `plants` where there is one, and made up from the columns' types for what is empty still.
///
/// # Errors
/// What is wrong with a migration is no error but a [`Problem`]; an error means that nothing can be said.
pub fn verify(
    conn: &mut PgConnection,
    migrations: &Migrations,
    plants: Option<&Path>,
    progress: &mut dyn Progress,
) -> Result<Verified, VerifyError> {
    let runner = Runner::new(migrations, Options::default());
    let files = migrations.files();
    progress.begin("migrations", Some(files.len() as u64));
    let (mut proofs, mut empty_tables) = (Vec::new(), Vec::new());
    for file in files {
        let proof = prove(conn, &runner, file)?;
        let is_applied = proof.is_applied;
        proofs.push(proof);
        if !is_applied {
            break;
        }
        empty_tables = plant_after(conn, file, plants)?;
        progress.advance(1);
    }
    progress.end();
    let unreached = files.len() - proofs.len();
    Ok(Verified { proofs, unreached, empty_tables })
}

/// What there is at one moment.
struct Moment {
    catalog: Catalog,
    rows: rows::Rows,
}

impl Moment {
    fn now(conn: &mut PgConnection) -> Result<Self, VerifyError> {
        Ok(Self { catalog: describe(conn)?, rows: contents(conn)? })
    }
}

/// Up, down, up.
fn prove(conn: &mut PgConnection, runner: &Runner<'_>, file: &MigrationFile) -> Result<Proof, VerifyError> {
    let before = Moment::now(conn)?;
    let tables_with_rows = before.rows.held();
    let mut problems = Vec::new();
    let mut is_applied = false;
    if let Err(error) = up_down_up(conn, runner, &before, &mut problems, &mut is_applied)? {
        problems.push(Problem::Failed { reason: error.to_string() });
    }
    Ok(Proof { name: file.name.clone(), tables_with_rows, is_applied, problems })
}

/// What was found goes to `problems`, as far as it came; the inner error is the migration's own failure.
fn up_down_up(
    conn: &mut PgConnection,
    runner: &Runner<'_>,
    before: &Moment,
    problems: &mut Vec<Problem>,
    is_applied: &mut bool,
) -> Result<Result<(), MigrationError>, VerifyError> {
    let next = &Extent::Count(1);
    if let Err(error) = runner.up(conn, next, &mut ()) {
        return Ok(Err(error));
    }
    *is_applied = true;
    let after = Moment::now(conn)?;
    problems.extend(before.rows.lost_in(&after.rows));

    if let Err(error) = runner.down(conn, next, &mut ()) {
        return Ok(Err(error));
    }
    *is_applied = false;
    let undone = Moment::now(conn)?;
    problems.extend(Problem::not_undone(before.catalog.differences(&undone.catalog)));
    problems.extend(before.rows.changed_in(&undone.rows));

    if let Err(error) = runner.up(conn, next, &mut ()) {
        return Ok(Err(error));
    }
    *is_applied = true;
    problems.extend(Problem::not_repeated(after.catalog.differences(&describe(conn)?)));
    Ok(Ok(()))
}

/// Plants what becomes possible with a migration; tells which tables are empty still.
fn plant_after(
    conn: &mut PgConnection,
    migration: &MigrationFile,
    plants: Option<&Path>,
) -> Result<Vec<String>, VerifyError> {
    let file = plants.map(|folder| folder.join(format!("{}.sql", migration.name)));
    if let Some(file) = file.filter(|file| file.exists()) {
        let sql = std::fs::read_to_string(&file)
            .map_err(|source| VerifyError::File { file: file.clone(), source })?;
        conn.transaction(|conn| conn.batch_execute(&sql))
            .map_err(|source| VerifyError::Plant { file, source })?;
    }
    Ok(plant::plant(conn)?)
}

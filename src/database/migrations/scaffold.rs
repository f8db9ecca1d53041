//! Folders for new migrations.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::source::{Migrations, SourceError};
use super::sums::{SumError, write_sums};

/// A migration gives up rather than make everybody wait behind it.
const TIMEOUTS: &str = "SET LOCAL lock_timeout = '5s';\nSET LOCAL statement_timeout = '1min';\n";

const ALONE: &str = "-- Runs without a transaction: one statement only. What CREATE INDEX CONCURRENTLY leaves when it is\n\
                     -- interrupted, `migrate up` removes before it tries again.\n";

const METADATA: &str = "run_in_transaction = false\n";

/// Why there is no new migration.
#[derive(Debug, Error)]
pub enum NewError {
    /// The name wouldn't do for a folder, in a version, or on a command line.
    #[error("a migration's name is made of a-z, 0-9 and _, as in add_phone_to_users, not {0:?}")]
    Name(String),
    /// There is a migration from the future.
    #[error(
        "{newest} is dated after now ({now}), so that a new one would come before it; set the clock right"
    )]
    Clock {
        /// The newest migration's folder.
        newest: String,
        /// The version that a new one would have now.
        now: String,
    },
    /// The migrations that are there can't be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// `migrations.sum` can't be kept.
    #[error(transparent)]
    Sum(#[from] SumError),
    /// The folder or a file in it can't be written.
    #[error("can't write {path}: {source}", path = path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Makes the folder of a new migration, dated now, with files to fill in; returns it.
///
/// # Errors
/// When the name won't do, or the folder can't be made.
pub fn create(folder: &Path, name: &str, transactional: bool) -> Result<PathBuf, NewError> {
    let migrations = Migrations::read(folder)?;
    let made = folder.join(folder_name(&migrations, name, Utc::now())?);
    let failed = |path: &Path, source| NewError::Io { path: path.to_owned(), source };
    fs::create_dir(&made).map_err(|source| failed(&made, source))?;
    let head = if transactional { TIMEOUTS } else { ALONE };
    let mut files = vec![("up.sql", format!("{head}\n")), ("down.sql", format!("{head}\n"))];
    files.extend((!transactional).then(|| ("metadata.toml", METADATA.to_owned())));
    for (file, text) in files {
        let path = made.join(file);
        let written = fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|source| failed(&path, source))?;
    }
    write_sums_if_kept(folder)?;
    Ok(made)
}

/// Puts the timeouts before a text that another tool has written.
///
/// # Errors
/// When the file can't be read or written.
pub fn begin_with_timeouts(path: &Path) -> Result<(), NewError> {
    let text = fs::read_to_string(path);
    let written = text.and_then(|text| fs::write(path, format!("{TIMEOUTS}\n{text}")));
    written.map_err(|source| NewError::Io { path: path.to_owned(), source })
}

/// Brings `migrations.sum` up to date, where the folder has one or is to begin with one.
///
/// # Errors
/// When the migrations can't be read or the file can't be written.
pub fn write_sums_if_kept(folder: &Path) -> Result<(), NewError> {
    let migrations = Migrations::read(folder)?;
    if folder.join("migrations.sum").exists() || migrations.files().len() <= 1 {
        write_sums(folder, &migrations)?;
    }
    Ok(())
}

/// Dated as Diesel does it, with a number behind for several in one second.
fn folder_name(migrations: &Migrations, name: &str, now: DateTime<Utc>) -> Result<String, NewError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || name.starts_with('_') || !name.chars().all(plain) {
        return Err(NewError::Name(name.to_owned()));
    }
    let second = now.format("%Y-%m-%d-%H%M%S").to_string();
    let newest = migrations.files().last();
    let version = |index: u32| format!("{second}-{index:04x}").replace('-', "");
    let is_free = |index: &u32| newest.is_none_or(|newest| newest.version < version(*index));
    match (0..=0xffff).find(is_free) {
        Some(index) => Ok(format!("{second}-{index:04x}_{name}")),
        None => Err(NewError::Clock {
            newest: newest.map_or_else(String::new, |newest| newest.name.clone()),
            now: second,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_one_comes_last_and_is_not_ready_to_run() {
        let folder = tempfile::tempdir().unwrap();
        let made = [("one", true), ("two", true), ("three", false)]
            .map(|(name, transactional)| create(folder.path(), name, transactional).unwrap());
        let migrations = Migrations::read(folder.path()).unwrap();
        let read: Vec<_> = migrations.files().iter().map(|file| file.folder.clone().unwrap()).collect();
        assert_eq!(read, made);
        assert_eq!(
            migrations.files().iter().map(|f| f.transactional).collect::<Vec<_>>(),
            [true, true, false]
        );
        assert!(migrations.files().iter().all(|file| super::super::vet::vet_up(file).is_err()));
        assert!(super::super::sums::check_sums(folder.path(), &migrations).unwrap());
    }

    #[test]
    fn odd_names_and_clocks_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["", "_a", "a b", "../a", "Add", "a-b", "é"] {
            assert!(matches!(create(folder.path(), name, true), Err(NewError::Name(_))), "{name}");
        }
        fs::create_dir(folder.path().join("9999-01-01-000000-0000_later")).unwrap();
        fs::write(folder.path().join("9999-01-01-000000-0000_later/up.sql"), "SELECT 1").unwrap();
        assert!(matches!(create(folder.path(), "a", true), Err(NewError::Clock { .. })));
    }
}

//! `migrations.sum`: the checksums of a folder's migrations, kept beside them under version control. Lines are
//! added at the end, so that two branches which both add a migration meet in a merge conflict.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use thiserror::Error;

use super::checksum::checksum;
use super::source::{MigrationFile, Migrations};

const FILE: &str = "migrations.sum";

const HEADING: &str =
    "# The SHA-256 of each migration's texts; `ledgerstore migrate sum` writes this file.\n";

/// Why a folder isn't what its `migrations.sum` says.
#[derive(Debug, Error)]
pub enum SumError {
    /// Migrations were changed, added or removed, and the file wasn't.
    #[error(
        "{file} doesn't fit its folder: {}; if that is meant, and none of it is applied anywhere that matters, \
         `migrate sum` writes the file anew", differences.join(", "), file = file.display()
    )]
    Differs {
        /// The file.
        file: PathBuf,
        /// What is different, in words.
        differences: Vec<String>,
    },
    /// A line of it isn't one of its own.
    #[error(
        "{file}:{line} can't be read, as after a merge that isn't finished; settle the order of the migrations, \
         and write the file anew with `migrate sum`", file = file.display()
    )]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// It can't be read or written.
    #[error("{file} can't be used: {source}", file = file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Makes sure that a folder's migrations are those of its `migrations.sum`; false when there is no such file, so
/// that there is nothing to hold them against.
///
/// # Errors
/// [`SumError::Differs`] says in what they differ.
pub fn check_sums(folder: &Path, migrations: &Migrations) -> Result<bool, SumError> {
    let file = folder.join(FILE);
    let Some(text) = read(&file)? else { return Ok(false) };
    let lines = numbered(&text)
        .map(|(line, text)| parse(text).ok_or_else(|| SumError::Line { file: file.clone(), line }));
    let listed = lines.collect::<Result<Vec<_>, _>>()?;
    let differences = differences(&listed.into_iter().collect(), migrations);
    if differences.is_empty() { Ok(true) } else { Err(SumError::Differs { file, differences }) }
}

/// Writes a folder's `migrations.sum`: lines keep their order, and new ones come at the end. Returns what changed,
/// in words.
///
/// # Errors
/// Only when the file can't be read or written.
pub fn write_sums(folder: &Path, migrations: &Migrations) -> Result<Vec<String>, SumError> {
    let file = folder.join(FILE);
    let before = read(&file)?.unwrap_or_default();
    // What a merge has left between the lines goes.
    let listed: Vec<_> = numbered(&before).filter_map(|(_, line)| parse(line)).collect();
    let find = |name: &str| migrations.files().iter().find(|file| file.name == name);
    let mut ordered: Vec<&MigrationFile> = Vec::new();
    for migration in listed.iter().filter_map(|(name, _)| find(name)).chain(migrations.files()) {
        if !ordered.iter().any(|before| before.name == migration.name) {
            ordered.push(migration);
        }
    }
    let lines = ordered.iter().map(|migration| format!("{} {}\n", migration.name, sums(migration)));
    let after = HEADING.to_owned() + &lines.collect::<String>();
    if after != before {
        fs::write(&file, after).map_err(|source| SumError::Io { file, source })?;
    }
    Ok(differences(&listed.into_iter().collect(), migrations))
}

fn read(file: &Path) -> Result<Option<String>, SumError> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SumError::Io { file: file.to_owned(), source }),
    }
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn parse(line: &str) -> Option<(&str, &str)> {
    line.split_once(' ').filter(|(_, sums)| sums.starts_with("up:") && sums.contains(" down:"))
}

fn sums(file: &MigrationFile) -> String {
    let down = file.down.as_deref().map_or("none".to_owned(), checksum);
    format!("up:{} down:{down}", checksum(&file.up))
}

fn differences(listed: &BTreeMap<&str, &str>, migrations: &Migrations) -> Vec<String> {
    let mut found: Vec<_> = migrations
        .files()
        .iter()
        .filter_map(|file| match listed.get(file.name.as_str()) {
            None => Some(format!("{} is new", file.name)),
            Some(listed) if *listed != sums(file) => Some(format!("{} was edited", file.name)),
            Some(_) => None,
        })
        .collect();
    let gone = listed.keys().filter(|name| !migrations.files().iter().any(|file| file.name == **name));
    found.extend(gone.map(|name| format!("{name} is gone")));
    found
}

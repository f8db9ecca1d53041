use std::path::{Path, PathBuf};

use thiserror::Error;

/// A `.env` that can't be used. Its lines are never shown: they may hold passwords.
#[derive(Debug, Error)]
pub(super) enum EnvFileError {
    #[error(
        "{} can't be read{}: write NAME=value or NAME='value', a line each; it is not shown here, as it may hold a \
         password", path.display(), line.map(|line| format!(" in line {line}")).unwrap_or_default()
    )]
    Line { path: PathBuf, line: Option<usize> },
    #[error("{} can't be read: {reason}", path.display())]
    File { path: PathBuf, reason: String },
}

/// Reads the `.env` of this folder, or of the nearest one above, into the environment; what is set there already
/// stays.
pub(super) fn load() -> Result<(), EnvFileError> {
    let Some(path) = nearest() else { return Ok(()) };
    match dotenvy::from_path(&path) {
        Ok(()) => Ok(()),
        Err(dotenvy::Error::LineParse(text, _)) => {
            let line = line_number(&path, &text);
            Err(EnvFileError::Line { path, line })
        }
        Err(error) => Err(EnvFileError::File { path, reason: error.to_string() }),
    }
}

fn nearest() -> Option<PathBuf> {
    // Without a current folder there is none to look in.
    let folder = std::env::current_dir().ok()?;
    folder.ancestors().map(|folder| folder.join(".env")).find(|file| file.is_file())
}

/// The number of the line that a statement begins in.
fn line_number(path: &Path, statement: &str) -> Option<usize> {
    // It was readable a moment ago; without a number, the message still names the file.
    let content = std::fs::read_to_string(path).ok()?;
    let first = statement.trim().lines().next()?;
    content.lines().position(|line| line.trim() == first.trim()).map(|index| index + 1)
}

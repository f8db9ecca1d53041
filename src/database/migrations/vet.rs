//! What can be told to go wrong before anything runs.

use std::path::PathBuf;

use super::error::MigrationError;
use super::index::Index;
use super::place::line_of;
use super::source::MigrationFile;
use super::statement::{Statement, statements};

/// Makes sure that `up.sql` can be run so that it is done whole or not at all.
pub(crate) fn vet_up(file: &MigrationFile) -> Result<(), MigrationError> {
    vet(&file.up, file.up_path(), file.transactional)
}

/// The same for `down.sql`, which has to be there.
pub(super) fn vet_down(file: &MigrationFile) -> Result<(), MigrationError> {
    vet(file.down.as_deref().unwrap_or_default(), file.down_path(), file.transactional)
}

fn vet(sql: &str, file: PathBuf, transactional: bool) -> Result<(), MigrationError> {
    let statements = statements(sql);
    if statements.iter().all(Statement::is_setting) {
        return Err(MigrationError::Empty { file });
    }
    if let Some(control) = statements.iter().find(|statement| statement.controls_transaction()) {
        return Err(MigrationError::TransactionControl { file, line: line_of(sql, control.start) });
    }
    if transactional {
        return Ok(());
    }
    match &statements[..] {
        [only] => match Index::of(only.text) {
            Some(Index::Unnamed) => Err(MigrationError::UnnamedIndex { file }),
            _ => Ok(()),
        },
        all => Err(MigrationError::ManyStatements { file, count: all.len() }),
    }
}

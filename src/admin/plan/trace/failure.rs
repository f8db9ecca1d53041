use diesel::result::Error;

use crate::database::migrations::{MigrationFile, Place, Statement};

/// Where a migration failed, and what the server said of it.
pub(super) fn tell(file: &MigrationFile, statement: &Statement<'_>, error: &Error) -> String {
    let (path, begin) = (file.up_path(), statement.start);
    let Error::DatabaseError(_, info) = error else { return format!("{}: {error}", path.display()) };
    // Where the data are what is wrong, the server names no place.
    let position = info.statement_position().and_then(|position| usize::try_from(position).ok());
    let place = match position {
        Some(position) => Place::at_position(path, &file.up, begin, position),
        None => Place::of_statement(path, &file.up, begin, statement.text.len()),
    };
    let more = [("detail", info.details()), ("hint", info.hint())];
    let more = more.map(|(what, text)| text.map(|text| format!("\n  = {what}: {text}")).unwrap_or_default());
    format!("migration {} failed in the trace: {}\n{place}{}", file.name, info.message(), more.concat())
}

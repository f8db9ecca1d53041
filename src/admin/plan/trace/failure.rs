use diesel::result::Error;

use super::Piece;
use crate::admin::lint::sql::Sql;
use crate::database::migrations::MigrationFile;

/// Where a migration failed, and what the server said of it.
pub(super) fn tell(file: &MigrationFile, piece: &Piece<'_>, error: &Error) -> String {
    let path = file.up_path();
    let Error::DatabaseError(_, info) = error else { return format!("{}: {error}", path.display()) };
    // Where the data are what is wrong, the server names no place: the statement's beginning is.
    let within = info.statement_position().and_then(|at| byte(piece.text, at)).unwrap_or_default();
    let sql = Sql::new(&file.up);
    let (line, column) = (sql.line(piece.offset + within), sql.column(piece.offset + within));
    let more = [("detail", info.details()), ("hint", info.hint())];
    let more = more.map(|(what, text)| text.map(|text| format!("\n{what}: {text}")).unwrap_or_default());
    format!("{}:{line}:{column}: {}{}", path.display(), info.message(), more.concat())
}

/// The byte at a position as the server counts it: in characters, from 1.
fn byte(text: &str, position: i32) -> Option<usize> {
    let skipped = usize::try_from(position).ok()?.checked_sub(1)?;
    Some(text.char_indices().nth(skipped).map_or(text.len(), |(offset, _)| offset))
}

#[cfg(test)]
mod tests {
    use super::byte;

    #[test]
    fn counts_characters() {
        assert_eq!(byte("SELECT 'ö', x", 13), Some(13));
        assert_eq!(byte("SELECT x", 99), Some(8));
        assert_eq!((byte("x", 0), byte("x", -1)), (None, None));
    }
}

use diesel::result::Error;

use crate::admin::lint::sql::Sql;
use crate::database::migrations::MigrationFile;

/// Where a migration failed, and what the server said of it.
pub(super) fn tell(file: &MigrationFile, error: &Error) -> String {
    let path = file.up_path();
    let Error::DatabaseError(_, info) = error else { return format!("{}: {error}", path.display()) };
    let mut told = path.display().to_string();
    if let Some((line, column)) = info.statement_position().and_then(|at| place(&file.up, at)) {
        told.push_str(&format!(":{line}:{column}"));
    }
    told.push_str(&format!(": {}", info.message()));
    for (what, text) in [("detail", info.details()), ("hint", info.hint())] {
        told.extend(text.map(|text| format!("\n{what}: {text}")));
    }
    told
}

/// The line and the character of a position as the server counts it: in characters, from 1.
fn place(text: &str, position: i32) -> Option<(usize, usize)> {
    let skipped = usize::try_from(position).ok()?.checked_sub(1)?;
    let offset = text.char_indices().nth(skipped).map_or(text.len(), |(offset, _)| offset);
    let sql = Sql::new(text);
    Some((sql.line(offset), sql.column(offset)))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn counts_characters() {
        let text = "-- Größe\nSELECT 'ö', x;";
        let position = i32::try_from(text.chars().position(|c| c == 'x').unwrap()).unwrap() + 1;
        assert_eq!(place(text, position), Some((2, 13)));
        assert_eq!((place(text, 0), place(text, -1)), (None, None));
    }
}

use std::fmt;
use std::path::PathBuf;

use super::token::tokens;

/// A longer line is shown in part, in characters.
const WIDEST: usize = 100;
/// What is shown before the place in such a line.
const BEFORE: usize = 40;

/// A place in a migration's text, shown as its line with the place underlined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
    /// That line.
    pub text: String,
    /// How many characters are meant, at least 1.
    pub length: usize,
}

impl Place {
    /// The token that is so many characters behind `start`: the server counts from 1 in the statement that begins
    /// there.
    pub(crate) fn at_position(file: PathBuf, sql: &str, start: usize, position: usize) -> Self {
        let statement = &sql[start..];
        let place = statement.char_indices().nth(position.saturating_sub(1));
        let at = start + place.map_or(statement.trim_end().len(), |(index, _)| index);
        let token = tokens(sql).into_iter().find(|token| token.start == at);
        Self::new(file, sql, at, token.map_or(at, |token| token.end))
    }

    /// The first line of the statement that begins at `start`.
    pub(crate) fn of_statement(file: PathBuf, sql: &str, start: usize, length: usize) -> Self {
        Self::new(file, sql, start, start + length)
    }

    fn new(file: PathBuf, sql: &str, start: usize, end: usize) -> Self {
        let line_start = sql[..start].rfind('\n').map_or(0, |index| index + 1);
        let line_end = sql[start..].find('\n').map_or(sql.len(), |index| start + index);
        let meant = sql[start..end.clamp(start, line_end)].trim_end();
        Self {
            file,
            line: line_of(sql, start),
            column: sql[line_start..start].chars().count() + 1,
            text: sql[line_start..line_end].trim_end().to_owned(),
            length: meant.chars().count().max(1),
        }
    }

    /// The line as it is shown, and how far in it the place begins: tabs as one space, and of a long line a part.
    fn excerpt(&self) -> (String, usize) {
        let shown = |c: char| if c.is_control() { ' ' } else { c };
        let (line, before): (String, _) = (self.text.chars().map(shown).collect(), self.column - 1);
        if line.chars().count() <= WIDEST {
            return (line, before);
        }
        let skipped = before.saturating_sub(BEFORE);
        let part: String = line.chars().skip(skipped).take(WIDEST).collect();
        let (opening, closing) = (if skipped > 0 { "… " } else { "" }, " …");
        (format!("{opening}{part}{closing}"), before - skipped + opening.chars().count())
    }
}

/// The line that a byte is in, counted from 1.
pub(super) fn line_of(sql: &str, at: usize) -> usize {
    sql[..at].matches('\n').count() + 1
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, before) = self.excerpt();
        let length = self.length.min(text.chars().count().saturating_sub(before)).max(1);
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "{margin}--> {}:{}:{}", self.file.display(), self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {text}")?;
        write!(f, "{margin} | {}{}", " ".repeat(before), "^".repeat(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQL: &str = "-- é\nSELECT 'é', nme\n    FROM t;\nSELECT";

    fn shown(place: &Place) -> String {
        place.to_string()
    }

    #[test]
    fn underlines_the_token_that_the_server_means() {
        let start = SQL.find("SELECT").unwrap();
        let place = Place::at_position("up.sql".into(), SQL, start, 13);
        assert_eq!(shown(&place), " --> up.sql:2:13\n  |\n2 | SELECT 'é', nme\n  |             ^^^");
    }

    #[test]
    fn underlines_the_first_line_of_a_statement() {
        let start = SQL.find("SELECT").unwrap();
        let place = Place::of_statement("up.sql".into(), SQL, start, 30);
        assert_eq!(shown(&place), " --> up.sql:2:1\n  |\n2 | SELECT 'é', nme\n  | ^^^^^^^^^^^^^^^");
    }

    #[test]
    fn points_behind_what_ends_too_soon() {
        let start = SQL.rfind("SELECT").unwrap();
        let place = Place::at_position("up.sql".into(), SQL, start, 7);
        assert_eq!(shown(&place), " --> up.sql:4:7\n  |\n4 | SELECT\n  |       ^");
    }

    #[test]
    fn shows_a_part_of_a_long_line() {
        let sql = format!("SELECT {}, nme, {}", "1, ".repeat(100), "2, ".repeat(100));
        let position = sql.find("nme").unwrap() + 1;
        let text = shown(&Place::at_position("up.sql".into(), &sql, 0, position));
        let lines: Vec<_> = text.lines().collect();
        let under = lines[3].find('^').unwrap();
        assert_eq!(lines[2].chars().skip(under).take(3).collect::<String>(), "nme");
        assert!(lines[2].chars().count() < 115, "{text}");
    }
}

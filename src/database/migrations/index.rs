//! What an interrupted `CREATE INDEX CONCURRENTLY` or `DROP INDEX CONCURRENTLY` has left, and how it is repaired.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::token::{Kind, Token, tokens};

/// The index that a statement makes or drops concurrently, in the statement's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Index {
    Made {
        name: String,
        table: String,
    },
    /// The server chooses its name.
    Unnamed,
    Dropped {
        name: String,
    },
}

/// What there is of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remains {
    /// It isn't there, or somebody is building it.
    None,
    /// It is whole.
    Whole,
    /// It is there and can't be used; the name as SQL takes it.
    Invalid(String),
}

impl Index {
    /// `None` when the statement does anything else.
    pub(super) fn of(statement: &str) -> Option<Self> {
        let tokens = tokens(statement);
        let mut words = Words { sql: statement, tokens: &tokens };
        if words.skip(&["DROP", "INDEX", "CONCURRENTLY"]) {
            words.skip(&["IF", "EXISTS"]);
            return Some(Self::Dropped { name: words.name()? });
        }
        if !(words.skip(&["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"])
            || words.skip(&["CREATE", "INDEX", "CONCURRENTLY"]))
        {
            return None;
        }
        words.skip(&["IF", "NOT", "EXISTS"]);
        if words.skip(&["ON"]) {
            return Some(Self::Unnamed);
        }
        let name = words.name()?;
        words.skip(&["ON"]);
        words.skip(&["ONLY"]);
        Some(Self::Made { name, table: words.name()? })
    }

    pub(super) fn remains(&self, conn: &mut PgConnection) -> QueryResult<Remains> {
        match self {
            Self::Made { name, table } => made(conn, name, table),
            Self::Unnamed => Ok(Remains::None),
            Self::Dropped { name } => dropped(conn, name),
        }
    }

    /// Whether the statement has done its work.
    pub(super) fn is_done(&self, remains: &Remains) -> bool {
        match self {
            Self::Made { .. } => *remains == Remains::Whole,
            Self::Unnamed => false,
            Self::Dropped { .. } => *remains == Remains::None,
        }
    }

    /// Drops what a build has left of the index; tells its name. A half dropped index stays: the statement itself
    /// goes on with it.
    pub(super) fn clear(&self, conn: &mut PgConnection) -> QueryResult<Option<String>> {
        match self.remains(conn)? {
            Remains::Invalid(name) if matches!(self, Self::Made { .. }) => {
                conn.batch_execute(&format!("DROP INDEX CONCURRENTLY IF EXISTS {name}"))?;
                Ok(Some(name))
            }
            _ => Ok(None),
        }
    }
}

struct Words<'t> {
    sql: &'t str,
    tokens: &'t [Token],
}

impl Words<'_> {
    /// Goes on behind these words, if they come next.
    fn skip(&mut self, words: &[&str]) -> bool {
        let next = self.tokens.iter().zip(words).filter(|(token, word)| token.is(self.sql, word)).count();
        if next == words.len() {
            self.tokens = &self.tokens[next..];
        }
        next == words.len()
    }

    /// A name as it is written, with its schema and its quotes.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        loop {
            let (first, rest) = self.tokens.split_first()?;
            if !matches!(first.kind, Kind::Word | Kind::QuotedName) {
                return None;
            }
            name.push_str(first.text(self.sql));
            self.tokens = rest;
            if !self.skip(&["."]) {
                return Some(name);
            }
            name.push('.');
        }
    }
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    is_valid: bool,
}

/// An index is in its table's schema. One that somebody is building at the moment isn't anybody's remains.
const MADE: &str = "
SELECT i.indexrelid::REGCLASS::TEXT AS name, i.indisvalid AS is_valid
FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_index i ON i.indrelid = t.oid AND i.indexrelid = to_regclass(quote_ident(n.nspname) || '.' || $1)
WHERE t.oid = to_regclass($2)
  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)";

const DROPPED: &str = "
SELECT indexrelid::REGCLASS::TEXT AS name, indisvalid AS is_valid FROM pg_index WHERE indexrelid = to_regclass($1)";

fn made(conn: &mut PgConnection, name: &str, table: &str) -> QueryResult<Remains> {
    let query = diesel::sql_query(MADE).bind::<Text, _>(name).bind::<Text, _>(table);
    Ok(remains(query.get_result(conn).optional()?))
}

fn dropped(conn: &mut PgConnection, name: &str) -> QueryResult<Remains> {
    Ok(remains(diesel::sql_query(DROPPED).bind::<Text, _>(name).get_result(conn).optional()?))
}

fn remains(found: Option<Found>) -> Remains {
    match found {
        None => Remains::None,
        Some(found) if found.is_valid => Remains::Whole,
        Some(found) => Remains::Invalid(found.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_which_index_a_statement_is_about() {
        let made = |name: &str, table: &str| Some(Index::Made { name: name.into(), table: table.into() });
        let of = Index::of;
        assert_eq!(of("create index concurrently a_idx on a (b)"), made("a_idx", "a"));
        assert_eq!(
            of("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"A idx\" ON ONLY s.\"A\" USING btree (b)"),
            made("\"A idx\"", "s.\"A\"")
        );
        assert_eq!(of("CREATE INDEX CONCURRENTLY ON a (b)"), Some(Index::Unnamed));
        assert_eq!(
            of("DROP INDEX CONCURRENTLY IF EXISTS s . a_idx"),
            Some(Index::Dropped { name: "s.a_idx".into() })
        );
        for other in ["CREATE INDEX a_idx ON a (b)", "VACUUM a", "DROP INDEX a_idx", "CREATE TABLE a ()"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}

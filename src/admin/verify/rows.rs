//! What the tables hold, short enough to compare.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::problem::Problem;
use crate::database::quote::quote_identifier;

/// How many rows a table holds, and a number made of all of them, in whatever order they stand.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
struct Contents {
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Text)]
    fingerprint: String,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The tables of the current schema, but for those in which migrators keep their history.
const TABLES: &str = "
    SELECT relname::TEXT AS name FROM pg_class
    WHERE relnamespace = current_schema()::REGNAMESPACE AND relkind = 'r' AND left(relname::TEXT, 2) <> '__'
    ORDER BY relname";

pub(super) fn tables(conn: &mut PgConnection) -> QueryResult<Vec<String>> {
    let names: Vec<Name> = diesel::sql_query(TABLES).load(conn)?;
    Ok(names.into_iter().map(|table| table.name).collect())
}

/// What every table holds.
#[derive(Debug)]
pub(super) struct Rows(BTreeMap<String, Contents>);

pub(super) fn contents(conn: &mut PgConnection) -> QueryResult<Rows> {
    let tables = tables(conn)?.into_iter();
    tables.map(|table| Ok((table.clone(), read(conn, &table)?))).collect::<QueryResult<_>>().map(Rows)
}

impl Rows {
    /// How many tables hold something.
    pub(super) fn held(&self) -> usize {
        self.0.values().filter(|contents| contents.rows > 0).count()
    }

    pub(super) fn is_empty(&self, table: &str) -> bool {
        self.0.get(table).is_none_or(|contents| contents.rows == 0)
    }

    /// The tables that are there afterwards and hold fewer rows.
    pub(super) fn lost_in(&self, after: &Self) -> Vec<Problem> {
        let both = self.0.iter().filter_map(|(table, before)| Some((table, before, after.0.get(table)?)));
        let fewer = both.filter(|(_, before, after)| after.rows < before.rows);
        let lost = |(table, before, after): (&String, &Contents, &Contents)| Problem::RowsLost {
            table: table.clone(),
            before: before.rows,
            after: after.rows,
        };
        fewer.map(lost).collect()
    }

    /// The tables that don't hold the same afterwards.
    pub(super) fn changed_in(&self, after: &Self) -> Vec<Problem> {
        let changed = self.0.iter().filter(|(table, before)| after.0.get(*table) != Some(before));
        changed.map(|(table, _)| Problem::RowsChanged { table: table.clone() }).collect()
    }
}

fn read(conn: &mut PgConnection, table: &str) -> QueryResult<Contents> {
    let query = format!(
        "SELECT count(*) AS rows, COALESCE(sum(hashtextextended(t::TEXT, 0)::NUMERIC), 0)::TEXT AS fingerprint
         FROM {} t",
        quote_identifier(table)
    );
    diesel::sql_query(query).get_result(conn)
}

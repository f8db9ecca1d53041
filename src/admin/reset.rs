//! A development database made anew: everything in its schema is dropped, and the migrations applied again.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use thiserror::Error;

use super::objects::{Object, objects};
use crate::database::error::is_contention;
use crate::database::migrations::{self, MigrationError};

/// What a reset did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reset {
    /// How many tables, functions and other things were dropped.
    pub dropped: usize,
    /// The migrations that were applied.
    pub applied: Vec<String>,
}

/// What is left after a reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// The tables as the migrations make them, without anything in them but what these put there.
    Migrated,
    /// Nothing: a backup can be restored into it.
    Empty,
}

/// What a reset would drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doomed {
    /// The current schema.
    pub schema: String,
    /// How many tables it holds.
    pub tables: usize,
    /// How many other things.
    pub others: usize,
}

/// Somebody else who is connected to the database.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Session {
    /// The server's process.
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub pid: i32,
    /// The role, where we may know it.
    #[diesel(sql_type = Nullable<Text>)]
    pub role: Option<String>,
    /// What the program calls itself, where we may know it.
    #[diesel(sql_type = Nullable<Text>)]
    pub application: Option<String>,
}

/// Why a database wasn't reset. It is as it was.
#[derive(Debug, Error)]
pub enum ResetError {
    /// The connection has no schema to make tables in.
    #[error("none of the schemas in the connection's search_path is there; make one with CREATE SCHEMA")]
    NoSchema,
    /// Things in other schemas would have been dropped as well.
    #[error(
        "outside the schema, this depends on what is in it and would be lost: {}. Nothing was dropped; drop it \
         yourself first, if that is meant", .0.join(", ")
    )]
    WouldReach(Vec<String>),
    /// Somebody else uses a table.
    #[error(
        "another session has used a table for {LOCK_TIMEOUT} and didn't let go; end it and try again. Nothing was dropped"
    )]
    InUse,
    /// The migrations couldn't be applied again.
    #[error("{0}")]
    Migration(#[from] MigrationError),
    /// A query failed.
    #[error("{0}")]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for ResetError {
    fn from(error: diesel::result::Error) -> Self {
        if is_contention(&error) { Self::InUse } else { Self::Database(error) }
    }
}

/// How long others who use the tables are waited for.
const LOCK_TIMEOUT: &str = "10s";

/// What a reset would drop.
///
/// # Errors
/// [`ResetError::NoSchema`], or the database's own.
pub fn doomed(conn: &mut PgConnection) -> Result<Doomed, ResetError> {
    let schema = current_schema(conn)?;
    let found = objects(conn, &schema)?;
    let tables = found.iter().filter(|object| object.kind == "table").count();
    Ok(Doomed { schema, tables, others: found.len() - tables })
}

fn current_schema(conn: &mut PgConnection) -> Result<String, ResetError> {
    let schema = diesel::dsl::sql::<Nullable<Text>>("current_schema()::TEXT");
    diesel::select(schema).get_result::<Option<String>>(conn)?.ok_or(ResetError::NoSchema)
}

/// Who else is connected to this database: what they hold open can keep it from being reset.
///
/// # Errors
/// Only the database's own.
pub fn other_sessions(conn: &mut PgConnection) -> QueryResult<Vec<Session>> {
    diesel::sql_query(
        "SELECT pid, usename::TEXT AS role, NULLIF(application_name, '') AS application FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
         ORDER BY pid",
    )
    .load(conn)
}

/// Drops everything in the current schema and applies the migrations anew, all in one transaction.
///
/// The schema itself stays, with its owner, grants and default privileges; so do the database's mark, extensions and
/// other schemas. Nothing is reverted: it works whatever state a development database has got into. `waiting` is
/// called once when another migrator is at work.
///
/// # Errors
/// [`ResetError::WouldReach`] when something elsewhere depends on what is dropped. All is as it was then.
pub fn reset(conn: &mut PgConnection, leave: Leave, waiting: impl FnOnce()) -> Result<Reset, ResetError> {
    migrations::exclusively(conn, waiting, |conn| {
        conn.transaction(|conn| {
            conn.batch_execute(&format!("SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))?;
            let dropped = drop_all(conn)?;
            let applied = match leave {
                Leave::Migrated => migrations::up(conn, None, || {})?,
                Leave::Empty => Vec::new(),
            };
            Ok(Reset { dropped, applied })
        })
    })
}

fn drop_all(conn: &mut PgConnection) -> Result<usize, ResetError> {
    let before = elsewhere(conn)?;
    let schema = current_schema(conn)?;
    let found = objects(conn, &schema)?;
    for Object { kind, identity } in &found {
        let kind = if kind == "statistics object" { "statistics" } else { kind };
        // What is gone with another one by now needn't be dropped. Both words are the catalog's own, quoted.
        conn.batch_execute(&format!("DROP {kind} IF EXISTS {identity} CASCADE"))?;
    }
    let after = elsewhere(conn)?;
    let lost: Vec<_> = before.difference(&after).cloned().collect();
    if lost.is_empty() { Ok(found.len()) } else { Err(ResetError::WouldReach(lost)) }
}

/// What is in other schemas, and could depend on what is in this one.
const ELSEWHERE: &str = "
    WITH other AS (
        SELECT oid FROM pg_namespace
        WHERE oid <> current_schema()::REGNAMESPACE AND NOT starts_with(nspname, 'pg_') AND nspname <> 'information_schema'
    ), relation AS (
        SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM other)
    )
    SELECT pg_describe_object(classid, objid, part) AS line
    FROM (
        SELECT 'pg_class'::REGCLASS AS classid, oid AS objid, 0 AS part FROM relation
        UNION ALL SELECT 'pg_class'::REGCLASS, attrelid, attnum FROM pg_attribute
            WHERE attrelid IN (SELECT oid FROM pg_class WHERE oid IN (SELECT oid FROM relation) AND relkind <> 'v')
              AND attnum > 0 AND NOT attisdropped
        UNION ALL SELECT 'pg_attrdef'::REGCLASS, oid, 0 FROM pg_attrdef WHERE adrelid IN (SELECT oid FROM relation)
        UNION ALL SELECT 'pg_constraint'::REGCLASS, oid, 0 FROM pg_constraint WHERE connamespace IN (SELECT oid FROM other)
        UNION ALL SELECT 'pg_trigger'::REGCLASS, oid, 0 FROM pg_trigger
            WHERE tgrelid IN (SELECT oid FROM relation) AND NOT tgisinternal
        UNION ALL SELECT 'pg_policy'::REGCLASS, oid, 0 FROM pg_policy WHERE polrelid IN (SELECT oid FROM relation)
        UNION ALL SELECT 'pg_proc'::REGCLASS, oid, 0 FROM pg_proc WHERE pronamespace IN (SELECT oid FROM other)
        UNION ALL SELECT 'pg_type'::REGCLASS, oid, 0 FROM pg_type
            WHERE typnamespace IN (SELECT oid FROM other) AND typtype <> 'c' AND typcategory <> 'A'
        UNION ALL SELECT 'pg_operator'::REGCLASS, oid, 0 FROM pg_operator WHERE oprnamespace IN (SELECT oid FROM other)
        UNION ALL SELECT 'pg_event_trigger'::REGCLASS, oid, 0 FROM pg_event_trigger
    ) found";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    line: Option<String>,
}

fn elsewhere(conn: &mut PgConnection) -> QueryResult<BTreeSet<String>> {
    let lines: Vec<Line> = diesel::sql_query(ELSEWHERE).load(conn)?;
    Ok(lines.into_iter().filter_map(|found| found.line).collect())
}

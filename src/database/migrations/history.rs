//! What is applied: Diesel's table, which its own tools read and write, and ours beside it, which keeps what
//! Diesel's has no room for. Diesel's alone says whether a migration is applied.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel::upsert::excluded;

use super::checksum::checksum;
use super::source::MigrationFile;
use super::tables::{
    self, __diesel_schema_migrations as diesel_history, __ledgerstore_migrations as own_history,
};

/// How a migration came to count as applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Origin {
    /// This runner ran it.
    Run,
    /// Another tool did, Diesel's for one.
    Adopted,
    /// Somebody said so: nothing was run.
    Marked,
}

impl Origin {
    fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Adopted => "adopted",
            Self::Marked => "marked",
        }
    }

    fn read(word: &str) -> Self {
        [Self::Run, Self::Marked].into_iter().find(|origin| origin.as_str() == word).unwrap_or(Self::Adopted)
    }
}

/// An applied migration.
#[derive(Debug, Clone)]
pub(super) struct Applied {
    pub(super) version: String,
    /// As Diesel keeps it: without a time zone.
    pub(super) run_on: NaiveDateTime,
    /// The same, if whoever applied it had the time zone of this connection.
    pub(super) run_at: DateTime<Utc>,
    /// `None` when another tool has applied it and no `up` has seen it since.
    pub(super) record: Option<Record>,
}

/// What our own table knows of an applied migration.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) name: String,
    pub(super) checksum: String,
    pub(super) origin: Origin,
}

/// Every applied migration, the oldest first. Makes nothing: looking at a database doesn't change it.
pub(super) fn read(conn: &mut PgConnection) -> QueryResult<Vec<Applied>> {
    if !tables::exists(conn, "__diesel_schema_migrations")? {
        return Ok(Vec::new());
    }
    let at = diesel::dsl::sql::<Timestamptz>("run_on::TIMESTAMPTZ");
    let rows: Vec<(String, NaiveDateTime, DateTime<Utc>)> =
        diesel_history::table.select((diesel_history::version, diesel_history::run_on, at)).load(conn)?;
    let records = records(conn)?;
    let find = |version: &str, run_on| {
        let mut found = records.iter().filter(|(of, at, _)| of == version && *at == Some(run_on));
        found.next().map(|(_, _, record)| record.clone())
    };
    let mut applied: Vec<_> = rows
        .into_iter()
        .map(|(version, run_on, run_at)| {
            let record = find(&version, run_on);
            Applied { version, run_on, run_at, record }
        })
        .collect();
    // In the order of the versions' bytes, whatever the database's collation is.
    applied.sort_by(|one, other| one.version.cmp(&other.version));
    Ok(applied)
}

type OwnRow = (String, Option<NaiveDateTime>, Record);

fn records(conn: &mut PgConnection) -> QueryResult<Vec<OwnRow>> {
    if !tables::exists(conn, "__ledgerstore_migrations")? {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, String, String, String, Option<NaiveDateTime>)> = own_history::table
        .select((
            own_history::version,
            own_history::name,
            own_history::checksum,
            own_history::origin,
            own_history::run_on,
        ))
        .load(conn)?;
    let record = |(version, name, checksum, origin, run_on): (_, _, _, String, _)| {
        (version, run_on, Record { name, checksum, origin: Origin::read(&origin) })
    };
    Ok(rows.into_iter().map(record).collect())
}

/// Writes down that a migration is applied. False, and nothing written, when it was applied already.
pub(super) fn record(conn: &mut PgConnection, file: &MigrationFile, origin: Origin) -> QueryResult<bool> {
    let run_on: Option<NaiveDateTime> = diesel::insert_into(diesel_history::table)
        .values(diesel_history::version.eq(&file.version))
        .on_conflict_do_nothing()
        .returning(diesel_history::run_on)
        .get_result(conn)
        .optional()?;
    if run_on.is_some() {
        write(conn, file, origin, run_on)?;
    }
    Ok(run_on.is_some())
}

/// Keeps the checksum of a migration that is applied, for the first time or anew.
pub(super) fn keep_checksum(
    conn: &mut PgConnection,
    file: &MigrationFile,
    origin: Origin,
    run_on: NaiveDateTime,
) -> QueryResult<()> {
    write(conn, file, origin, Some(run_on))
}

/// Writes down that a migration without a transaction is about to run: it may leave something half done.
pub(super) fn begin(conn: &mut PgConnection, file: &MigrationFile) -> QueryResult<()> {
    write(conn, file, Origin::Run, None)
}

/// Whether a migration of just this text was begun and not recorded as applied.
pub(super) fn was_begun(conn: &mut PgConnection, file: &MigrationFile) -> QueryResult<bool> {
    let begun = own_history::table
        .find(&file.version)
        .filter(own_history::run_on.is_null())
        .filter(own_history::checksum.eq(checksum(&file.up)));
    diesel::select(diesel::dsl::exists(begun)).get_result(conn)
}

/// Takes back that a migration was begun: it has failed and left nothing.
pub(super) fn forget_begun(conn: &mut PgConnection, version: &str) -> QueryResult<()> {
    let begun = own_history::table.find(version).filter(own_history::run_on.is_null());
    diesel::delete(begun).execute(conn).map(drop)
}

/// Removes a migration from the history. False when it wasn't applied.
pub(super) fn erase(conn: &mut PgConnection, version: &str) -> QueryResult<bool> {
    let erased = diesel::delete(diesel_history::table.find(version)).execute(conn)?;
    diesel::delete(own_history::table.find(version)).execute(conn)?;
    Ok(erased == 1)
}

fn write(
    conn: &mut PgConnection,
    file: &MigrationFile,
    origin: Origin,
    run_on: Option<NaiveDateTime>,
) -> QueryResult<()> {
    diesel::insert_into(own_history::table)
        .values((
            own_history::version.eq(&file.version),
            own_history::name.eq(&file.name),
            own_history::checksum.eq(checksum(&file.up)),
            own_history::origin.eq(origin.as_str()),
            own_history::run_on.eq(run_on),
            own_history::recorded_at.eq(diesel::dsl::now),
        ))
        .on_conflict(own_history::version)
        .do_update()
        .set((
            own_history::name.eq(excluded(own_history::name)),
            own_history::checksum.eq(excluded(own_history::checksum)),
            own_history::origin.eq(excluded(own_history::origin)),
            own_history::run_on.eq(excluded(own_history::run_on)),
            own_history::recorded_at.eq(excluded(own_history::recorded_at)),
        ))
        .execute(conn)?;
    Ok(())
}

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::ReferenceError;
use crate::database::migrations::{MigrationFile, Migrations};
use crate::database::quote::quote_identifier;

#[diesel::declare_sql_function]
extern "SQL" {
    fn current_database() -> Text;
    fn has_database_privilege(database: Text, privilege: Text) -> Bool;
    fn set_config(name: Text, value: Text, is_local: Bool) -> Text;
}

/// How a look at a scratch schema ends: never with a commit.
enum End {
    Seen,
    Failed(ReferenceError),
}

impl From<diesel::result::Error> for End {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Applies these migrations in a scratch schema, which is the current one for `look`, and rolls all of it back.
///
/// # Errors
/// [`ReferenceError`], also from `look`.
pub fn in_scratch<T>(
    conn: &mut PgConnection,
    versions: &[String],
    look: impl FnOnce(&mut PgConnection) -> Result<T, ReferenceError>,
) -> Result<T, ReferenceError> {
    may_create(conn)?;
    let known = Migrations::embedded()?;
    let migrations: Vec<_> = known.files().iter().filter(|file| versions.contains(&file.version)).collect();
    let mut seen = None;
    let end = conn.transaction(|conn| {
        seen = Some(build(conn, &migrations).and_then(|()| look(conn)).map_err(End::Failed)?);
        Err::<(), _>(End::Seen)
    });
    match (end, seen) {
        (Err(End::Failed(error)), _) => Err(error),
        (_, seen) => seen.ok_or_else(|| diesel::result::Error::RollbackTransaction.into()),
    }
}

fn may_create(conn: &mut PgConnection) -> Result<(), ReferenceError> {
    let reads_only = diesel::dsl::sql::<Bool>("current_setting('transaction_read_only')::BOOLEAN");
    if diesel::select(reads_only).get_result(conn)? {
        return Err(ReferenceError::ReadOnly);
    }
    if diesel::select(has_database_privilege(current_database(), "CREATE")).get_result(conn)? {
        return Ok(());
    }
    let role = diesel::dsl::sql::<Text>("current_user::TEXT");
    let (role, database) = diesel::select((role, current_database())).get_result(conn)?;
    Err(ReferenceError::MayNotCreate { role, database })
}

fn build(conn: &mut PgConnection, migrations: &[&MigrationFile]) -> Result<(), ReferenceError> {
    // Behind the scratch schema the path leads where it did (to extensions, say), but not to the live tables; temporary
    // ones go last, or one called like ours would be taken for it.
    let others = diesel::dsl::sql::<Text>(
        "coalesce((SELECT string_agg(', ' || quote_ident(name), '' ORDER BY place)
                   FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (name, place)
                   WHERE name <> current_schema() AND name !~ '^pg_'), '')",
    );
    let others: String = diesel::select(others).get_result(conn)?;
    let scratch = quote_identifier(&format!("ledgerstore_scratch_{:016x}", fastrand::u64(..)));
    conn.batch_execute(&format!("CREATE SCHEMA {scratch}"))?;
    let path = format!("{scratch}{others}, pg_temp");
    for migration in migrations {
        diesel::select(set_config("search_path", &path, true)).execute(conn)?;
        apply(conn, migration)?;
    }
    diesel::select(set_config("search_path", &path, true)).execute(conn)?;
    Ok(())
}

fn apply(conn: &mut PgConnection, migration: &MigrationFile) -> Result<(), ReferenceError> {
    let name = migration.name.clone();
    if !migration.transactional {
        return Err(ReferenceError::NotInTransaction(name));
    }
    // Each is committed by itself elsewhere, which checks what was deferred; a table with checks to come can't be
    // altered by the next.
    let applied = conn
        .batch_execute(&migration.up)
        .and_then(|()| conn.batch_execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"));
    applied.map_err(|error| ReferenceError::Failed { name, reason: error.to_string() })
}

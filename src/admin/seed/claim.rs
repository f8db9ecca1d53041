use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::SeedError;
use crate::admin::progress::Progress;
use crate::database::error::is_contention;
use crate::database::migrations;

/// What migrations set for the rest of their transaction, which is ours here.
#[derive(QueryableByName)]
struct Settings {
    #[diesel(sql_type = Text)]
    search_path: String,
    #[diesel(sql_type = Text)]
    lock_timeout: String,
    #[diesel(sql_type = Text)]
    statement_timeout: String,
}

/// Makes sure that nobody else adds users until the transaction ends: without users there is nothing else to add.
///
/// Whoever is at it, another seeding perhaps, is waited for, a little at a time so that an interrupt is heard.
pub(super) fn claim(conn: &mut PgConnection, progress: &dyn Progress) -> Result<(), SeedError> {
    keeping_settings(conn, |conn| {
        conn.batch_execute("SET LOCAL lock_timeout = '250ms'")?;
        loop {
            let lock = "LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE";
            match conn.transaction(|conn| conn.batch_execute(lock)) {
                Err(error) if is_contention(&error) && progress.stop_requested() => {
                    return Err(SeedError::Interrupted);
                }
                Err(error) if is_contention(&error) => {}
                locked => return Ok(locked?),
            }
        }
    })
}

/// Reverts all migrations and applies them again: no other way leads past the guards of what is only ever added to.
pub(super) fn make_anew(conn: &mut PgConnection) -> Result<(), SeedError> {
    keeping_settings(conn, |conn| Ok(migrations::redo(conn, usize::MAX, || ()).map(drop)?))
}

fn keeping_settings(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> Result<(), SeedError>,
) -> Result<(), SeedError> {
    let settings: Settings = diesel::sql_query(
        "SELECT current_setting('search_path') AS search_path, current_setting('lock_timeout') AS lock_timeout,
                current_setting('statement_timeout') AS statement_timeout",
    )
    .get_result(conn)?;
    work(conn)?;
    diesel::sql_query(
        "SELECT set_config('search_path', $1, true), set_config('lock_timeout', $2, true),
                set_config('statement_timeout', $3, true)",
    )
    .bind::<Text, _>(settings.search_path)
    .bind::<Text, _>(settings.lock_timeout)
    .bind::<Text, _>(settings.statement_timeout)
    .execute(conn)?;
    Ok(())
}

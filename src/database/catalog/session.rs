use diesel::prelude::*;
use diesel::sql_types::{Array, Text};

use super::CatalogError;
use crate::database::transaction::in_transaction;

/// The settings that definitions are written by. With the schema alone in the path, names in it are written without it;
/// `pg_temp` goes last, or a temporary table would hide one of ours.
const SETTINGS: [(&str, &str); 7] = [
    ("search_path", ""),
    ("quote_all_identifiers", "off"),
    ("DateStyle", "ISO, MDY"),
    ("IntervalStyle", "postgres"),
    ("TimeZone", "UTC"),
    ("extra_float_digits", "1"),
    ("bytea_output", "hex"),
];

#[diesel::declare_sql_function]
extern "SQL" {
    fn current_schema() -> Nullable<Text>;
    fn quote_ident(name: Text) -> Text;
    fn current_setting(name: Text) -> Text;
}

/// Runs `work` on one snapshot and with settings that don't depend on who asks, which are as before afterwards.
pub(super) fn with_plain_settings<T>(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> Result<T, CatalogError>,
) -> Result<T, CatalogError> {
    if in_transaction(conn) {
        return with_settings(conn, work);
    }
    conn.build_transaction().read_only().repeatable_read().run(|conn| with_settings(conn, work))
}

fn with_settings<T>(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> Result<T, CatalogError>,
) -> Result<T, CatalogError> {
    let schema: Option<String> = diesel::select(current_schema()).get_result(conn)?;
    let schema = schema.ok_or(CatalogError::NoSchema)?;
    let quoted: String = diesel::select(quote_ident(schema)).get_result(conn)?;
    let (names, mut values): (Vec<_>, Vec<_>) =
        SETTINGS.iter().map(|(name, value)| (*name, (*value).to_owned())).unzip();
    values[0] = format!("{quoted}, pg_temp");
    let mut before = Vec::new();
    for name in &names {
        before.push(diesel::select(current_setting(*name)).get_result::<String>(conn)?);
    }
    set(conn, &names, &values)?;
    // After an error the transaction is over, and the settings with it.
    let done = work(conn)?;
    set(conn, &names, &before)?;
    Ok(done)
}

fn set(conn: &mut PgConnection, names: &[&str], values: &[String]) -> QueryResult<()> {
    diesel::sql_query("SELECT set_config(name, value, true) FROM unnest($1, $2) AS settings (name, value)")
        .bind::<Array<Text>, _>(names)
        .bind::<Array<Text>, _>(values)
        .execute(conn)
        .map(drop)
}

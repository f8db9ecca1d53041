use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz};

/// Where and when a report is of.
#[derive(QueryableByName)]
pub(super) struct Source {
    #[diesel(sql_type = Timestamptz)]
    pub(super) made_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub(super) database: String,
    #[diesel(sql_type = Text)]
    pub(super) server: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) version: Option<String>,
}

const SOURCE: &str = "
    SELECT now() AS made_at, current_database()::TEXT AS database,
           split_part(current_setting('server_version'), ' ', 1) AS server,
           (SELECT max(version) FROM __diesel_schema_migrations)::TEXT AS version";

pub(super) fn read(conn: &mut PgConnection) -> QueryResult<Source> {
    diesel::sql_query(SOURCE).get_result(conn)
}

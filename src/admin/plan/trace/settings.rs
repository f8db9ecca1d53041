use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Text;

/// The session's settings. What a migration sets for its own transaction ends with that, which here goes on.
pub(super) struct Settings(BTreeMap<String, String>);

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    setting: String,
}

impl Settings {
    pub(super) fn read(conn: &mut PgConnection) -> QueryResult<Self> {
        let rows: Vec<Setting> = diesel::sql_query(
            "SELECT name, setting FROM pg_catalog.pg_settings
             WHERE context IN ('user', 'superuser') AND name NOT LIKE 'transaction%' AND setting IS NOT NULL",
        )
        .load(conn)?;
        Ok(Self(rows.into_iter().map(|row| (row.name, row.setting)).collect()))
    }

    /// Makes the session as it was.
    pub(super) fn restore(&self, conn: &mut PgConnection) -> QueryResult<()> {
        for (name, changed) in Self::read(conn)?.0 {
            if let Some(before) = self.0.get(&name).filter(|before| **before != changed) {
                diesel::sql_query("SELECT pg_catalog.set_config($1, $2, true)")
                    .bind::<Text, _>(&name)
                    .bind::<Text, _>(before)
                    .execute(conn)?;
            }
        }
        Ok(())
    }
}

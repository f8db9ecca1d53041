//! What a migrator sets on its connection, and puts back.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

#[diesel::declare_sql_function]
#[allow(missing_docs, reason = "the documentation is PostgreSQL's")]
extern "SQL" {
    fn current_setting(name: Text, missing_ok: Bool) -> Nullable<Text>;
    fn set_config(name: Text, value: Text, is_local: Bool) -> Nullable<Text>;
}

/// How others see this connection while it migrates.
const APPLICATION: &str = "ledgerstore migrate";

/// A migrator whose program was killed stops soon, and doesn't go on alone with a long statement and the lock.
const CHECK_INTERVAL: &str = "2s";

/// The settings as they were before.
pub(super) struct Session {
    before: Vec<(&'static str, String)>,
}

impl Session {
    pub(super) fn begin(conn: &mut PgConnection) -> QueryResult<Self> {
        let mut before = Vec::new();
        // Whoever has given the connection a name will know it by that.
        if get(conn, "application_name")?.is_some_and(|name| name.is_empty()) {
            set(conn, "application_name", APPLICATION, false)?;
            before.push(("application_name", String::new()));
        }
        // Servers before 14 don't have it.
        let interval = "client_connection_check_interval";
        if let Some(value) = get(conn, interval)? {
            // Some systems can't look after a client: only there it is refused, and does without.
            if set(conn, interval, CHECK_INTERVAL, false).is_ok() {
                before.push((interval, value));
            }
        }
        Ok(Self { before })
    }

    pub(super) fn end(self, conn: &mut PgConnection) -> QueryResult<()> {
        self.before.into_iter().try_for_each(|(name, value)| set(conn, name, &value, false))
    }
}

/// A setting's value; `None` where the server doesn't know it.
pub(super) fn get(conn: &mut PgConnection, name: &str) -> QueryResult<Option<String>> {
    diesel::select(current_setting(name, true)).get_result(conn)
}

/// Sets it for the session, or `locally` for the transaction.
pub(super) fn set(conn: &mut PgConnection, name: &str, value: &str, locally: bool) -> QueryResult<()> {
    diesel::select(set_config(name, value, locally)).execute(conn).map(drop)
}

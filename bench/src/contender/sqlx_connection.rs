use anyhow::{Context, Result};
use ledgerstore::database::Conninfo;
use sqlx::postgres::PgConnectOptions;

/// The same server, user and database, as sqlx takes them.
pub(super) fn options(database: &Conninfo) -> Result<PgConnectOptions> {
    let get =
        |keyword| database.get(keyword).with_context(|| format!("the server's address has no {keyword}"));
    Ok(PgConnectOptions::new_without_pgpass()
        .socket(get("host")?)
        .port(get("port")?.parse()?)
        .username(get("user")?)
        .database(get("dbname")?))
}

/// A runtime for one connection: nothing is handed between threads, which is the fastest that one can be.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

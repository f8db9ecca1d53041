use anyhow::Result;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use ledgerstore::database::connect;

use crate::cpu;
use crate::server::Server;

/// What the server has used up so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// Seconds of all its processes.
    pub(crate) cpu: Option<f64>,
    /// Bytes of write-ahead log.
    pub(crate) wal: i64,
    /// Bytes of the database's files.
    pub(crate) size: i64,
}

/// Reads what a server uses for one of its databases, over a connection of its own.
pub(crate) struct Meter {
    conn: PgConnection,
    postmaster: i32,
    database: String,
}

#[derive(QueryableByName)]
struct Bytes {
    #[diesel(sql_type = BigInt)]
    wal: i64,
    #[diesel(sql_type = BigInt)]
    size: i64,
}

impl Meter {
    pub(crate) fn new(server: &Server, database: &str) -> Result<Self> {
        let conn = connect(&server.database("postgres"))?;
        Ok(Self { conn, postmaster: server.postmaster()?, database: database.to_owned() })
    }

    pub(crate) fn read(&mut self) -> Result<Usage> {
        let Bytes { wal, size } = diesel::sql_query(
            "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::BIGINT AS wal, pg_database_size($1) AS size",
        )
        .bind::<Text, _>(&self.database)
        .get_result(&mut self.conn)?;
        Ok(Usage { cpu: cpu::of_server(self.postmaster)?, wal, size })
    }
}

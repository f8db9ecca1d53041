//! Who is measured: each contender opens its connections to a database and transfers through them.

mod batch;
mod pgbench;
mod poster;
mod seven_diesel;
mod seven_seaorm;
mod seven_sqlx;
mod single;
mod sqlx_connection;

use anyhow::Result;
use ledgerstore::database::Conninfo;

use crate::load::Load;
use crate::picker::{Picker, Spread};
use crate::server::Server;
use crate::workload::Workload;

/// The schema that a contender transfers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Schema {
    /// The crate's own.
    Ledger,
    /// Plain tables, which the client keeps in order with seven statements.
    PlainBank,
}

/// A way to transfer.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
    /// Opens the connections.
    pub(crate) open: fn(&Site<'_>) -> Result<Box<dyn Load>>,
}

/// Where a contender is to transfer, and what.
pub(crate) struct Site<'a> {
    pub(crate) server: &'a Server,
    pub(crate) database: Conninfo,
    pub(crate) accounts: u32,
    pub(crate) workload: &'a Workload,
}

impl Site<'_> {
    /// A source of transfers for each connection.
    pub(crate) fn pickers(&self) -> Vec<Picker> {
        Picker::for_workers(self.workload.connections, self.workload.spread, self.accounts)
    }

    /// How many accounts take part.
    pub(crate) fn accounts_in_play(&self) -> u32 {
        if let Spread::Few(few) = self.workload.spread { few } else { self.accounts }
    }
}

/// Every contender.
pub(crate) const CONTENDERS: &[Contender] = &[
    Contender { name: "single", schema: Schema::Ledger, open: single::open },
    Contender { name: "pgbench", schema: Schema::Ledger, open: pgbench::open },
    Contender { name: "batch-100", schema: Schema::Ledger, open: batch::open::<100> },
    Contender { name: "batch-1000", schema: Schema::Ledger, open: batch::open::<1_000> },
    Contender { name: "poster", schema: Schema::Ledger, open: poster::open },
    Contender { name: "seven-diesel", schema: Schema::PlainBank, open: seven_diesel::open },
    Contender { name: "seven-sqlx", schema: Schema::PlainBank, open: seven_sqlx::open },
    Contender { name: "seven-seaorm", schema: Schema::PlainBank, open: seven_seaorm::open },
];

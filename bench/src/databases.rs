use anyhow::Result;
use diesel::connection::SimpleConnection;
use ledgerstore::database::{connect, make_fresh};

use crate::server::Server;
use crate::{ledger_books, plain_bank};

/// Makes the databases that are measured.
pub(crate) struct Databases<'a> {
    pub(crate) server: &'a Server,
    accounts: u32,
}

impl<'a> Databases<'a> {
    pub(crate) fn new(server: &'a Server, accounts: u32) -> Self {
        Self { server, accounts }
    }

    /// A fresh database with the crate's schema; returns its name.
    pub(crate) fn make_ledger(&self, name: &str) -> Result<String> {
        self.make(name)?;
        ledger_books::fill(&mut connect(&self.server.database(name))?, self.accounts)?;
        Ok(name.to_owned())
    }

    /// A fresh database with the plain bank's schema; returns its name.
    pub(crate) fn make_plain_bank(&self, name: &str) -> Result<String> {
        self.make(name)?;
        plain_bank::fill(&mut connect(&self.server.database(name))?, self.accounts)?;
        Ok(name.to_owned())
    }

    fn make(&self, name: &str) -> Result<()> {
        let mut conn = connect(&self.server.database("postgres"))?;
        make_fresh(&mut conn, name)?;
        // Making a database leaves the disk busy; what follows shouldn't meet that.
        Ok(conn.batch_execute("CHECKPOINT")?)
    }
}

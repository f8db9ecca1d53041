use anyhow::Context as _;
use diesel::PgConnection;
use thiserror::Error;

use super::output::{Format, Output};
use super::{Global, exit};
use crate::database::local::LocalServer;
use crate::database::{Conninfo, connect, migrations};

/// The local server's database for everyday use.
const LOCAL_DATABASE: &str = "ledgerstore";

/// A guard refused, and nothing was done.
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct Refused(pub String);

/// What every command needs: where the database is and how to print.
pub(super) struct Context {
    database_url: Option<String>,
    format: Format,
    quiet: bool,
}

impl Context {
    pub(super) fn new(global: Global) -> Self {
        // An empty variable is as good as none.
        let database_url = global.database_url.filter(|url| !url.trim().is_empty());
        Self { database_url, format: global.format, quiet: global.quiet }
    }

    pub(super) fn output(&self) -> Output {
        Output::new(self.format)
    }

    /// Tells the person something that isn't data.
    pub(super) fn notice(&self, text: &str) {
        if !self.quiet {
            exit::say(text);
        }
    }

    /// The database that the user named, if one was.
    pub(super) fn named(&self) -> anyhow::Result<Option<Conninfo>> {
        let parse = |url: &String| url.parse().context("DATABASE_URL is wrong");
        self.database_url.as_ref().map(parse).transpose()
    }

    /// The database to work on: the named one, or the local server's, which is started for it.
    pub(super) fn conninfo(&self) -> anyhow::Result<Conninfo> {
        match self.named()? {
            Some(named) => Ok(named),
            None => self.local(LOCAL_DATABASE),
        }
    }

    /// A database on the local server, made if it isn't there.
    pub(super) fn local(&self, database: &str) -> anyhow::Result<Conninfo> {
        let server = self.local_server()?;
        server.start_with_notice(|notice| self.notice(&notice.to_string()))?;
        server.create_database(database)?;
        Ok(server.url(database).parse()?)
    }

    /// The local server as it is, running or not.
    pub(super) fn local_server(&self) -> anyhow::Result<LocalServer> {
        Ok(LocalServer::personal()?)
    }

    pub(super) fn connect(&self) -> anyhow::Result<PgConnection> {
        Ok(connect(&self.conninfo()?)?)
    }

    /// A connection to a database that has exactly the migrations of this program.
    pub(super) fn connect_migrated(&self) -> anyhow::Result<PgConnection> {
        let mut conn = self.connect()?;
        migrations::check(&mut conn)?;
        Ok(conn)
    }
}

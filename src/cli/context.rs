use anyhow::Context as _;
use diesel::PgConnection;
use thiserror::Error;

use super::output::{Format, Output, Zone};
use super::progress::Bars;
use super::{Global, exit};
use crate::database::local::LocalServer;
use crate::database::migrations::{self, MigrationError};
use crate::database::{ConnectError, Conninfo, Mark, connect, set_mark};

/// The local server's database for everyday use.
const LOCAL_DATABASE: &str = "ledgerstore";

/// How long a server may take to answer, in seconds.
const CONNECT_TIMEOUT: u32 = 10;

/// A guard refused, and nothing was done.
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct Refused(pub String);

/// What every command needs: where the database is and how to print.
pub(super) struct Context {
    database_url: Option<String>,
    format: Format,
    quiet: bool,
    utc: bool,
}

impl Context {
    pub(super) fn new(global: Global) -> Self {
        // An empty variable is as good as none.
        let database_url = global.database_url.filter(|url| !url.trim().is_empty());
        Self { database_url, format: global.format.of_rows(), quiet: global.quiet, utc: global.utc }
    }

    pub(super) fn output(&self) -> Output {
        Output::new(self.format, Zone::chosen(self.utc))
    }

    /// Tells the person something that isn't data.
    pub(super) fn notice(&self, text: &str) {
        if !self.quiet {
            exit::say(text);
        }
    }

    /// Bars for a long job, where a person watches.
    pub(super) fn progress(&self) -> Bars {
        Bars::new(self.quiet)
    }

    /// The database that the user named, if one was.
    pub(super) fn named(&self) -> anyhow::Result<Option<Conninfo>> {
        let parse = |url: &String| url.parse().context("DATABASE_URL is wrong");
        self.database_url.as_ref().map(parse).transpose()
    }

    /// Whether a program that is started from the same shell will find the same `DATABASE_URL`.
    pub(super) fn is_named_by_environment(&self) -> bool {
        std::env::var("DATABASE_URL").ok() == self.database_url
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
        let server = LocalServer::personal()?;
        server.start_with_notice(|notice| self.notice(&notice.to_string()))?;
        let info: Conninfo = server.url(database).parse()?;
        if server.create_database(database)? {
            // What is on the local server is for development, until somebody says otherwise.
            set_mark(&mut connect(&info)?, Mark::Dev)?;
        }
        Ok(info)
    }

    /// A connection to the database to work on.
    pub(super) fn connect(&self) -> anyhow::Result<PgConnection> {
        self.connect_to(&self.conninfo()?)
    }

    /// A connection to this database; an unreachable server is waited for only so long.
    pub(super) fn connect_to(&self, info: &Conninfo) -> anyhow::Result<PgConnection> {
        let connected = connect(&info.clone().with_default_timeout(CONNECT_TIMEOUT))
            .map_err(|error| ConnectError { target: info.to_url(), ..error });
        if self.database_url.is_none() {
            return Ok(connected?);
        }
        connected.context(
            "DATABASE_URL leads to no usable database; correct it, start its server, or unset it to use the local one",
        )
    }

    /// A connection to a database that has exactly the migrations of this program.
    pub(super) fn connect_migrated(&self) -> anyhow::Result<PgConnection> {
        let mut conn = self.connect()?;
        match migrations::check(&mut conn) {
            Err(MigrationError::Pending { pending, first }) => Err(match migrations::version(&mut conn)? {
                None => {
                    anyhow::anyhow!("the database has no tables yet; make them with `ledgerstore migrate up`")
                }
                Some(_) => anyhow::anyhow!(
                    "the database lacks {pending} of this program's migrations, the first is {first}; apply them \
                     with `ledgerstore migrate up`"
                ),
            }),
            checked => Ok(checked.map(|()| conn)?),
        }
    }
}

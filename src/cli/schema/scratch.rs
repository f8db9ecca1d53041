use anyhow::Context as _;
use diesel::PgConnection;

use crate::database::{ConnectError, Conninfo, connect};

/// How long its server may take to answer, in seconds.
const CONNECT_TIMEOUT: u32 = 10;

/// Where the migrations are tried.
#[derive(Debug, clap::Args)]
pub(super) struct Scratch {
    /// Apply the migrations in a scratch schema of this database, rolled back as well: for a role that may not make a
    /// schema in the other, or a server that only reads.
    #[arg(long, value_name = "URL", env = "SCRATCH_DATABASE_URL", hide_env_values = true)]
    scratch_url: Option<String>,
}

impl Scratch {
    /// A connection to that database, if one was named.
    pub(super) fn connect(&self) -> anyhow::Result<Option<PgConnection>> {
        let Some(url) = self.scratch_url.as_deref().filter(|url| !url.trim().is_empty()) else {
            return Ok(None);
        };
        let info: Conninfo = url.parse().context("--scratch-url is wrong")?;
        let connected = connect(&info.clone().with_default_timeout(CONNECT_TIMEOUT))
            .map_err(|error| ConnectError { target: info.to_url(), ..error });
        connected.context("--scratch-url leads to no usable database").map(Some)
    }
}

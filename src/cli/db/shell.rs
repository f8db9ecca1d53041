use std::io::ErrorKind;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Context as _;

use crate::cli::context::Context;
use crate::database::local::LocalServer;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Shell {
    /// Options for psql, behind `--`.
    #[arg(last = true, value_name = "PSQL OPTIONS")]
    options: Vec<String>,
}

impl Shell {
    /// Becomes psql; comes back only when that fails.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let info = context.conninfo()?;
        let mut psql = Command::new(program(context)?);
        let failure = psql.envs(info.environment()).args(self.options).exec();
        let advice = match failure.kind() {
            ErrorKind::NotFound => "psql isn't installed (Debian, Ubuntu: apt install postgresql-client)",
            _ => "psql can't be started",
        };
        Err(failure).context(advice)
    }
}

/// The local server's own psql, else the one on the PATH.
fn program(context: &Context) -> anyhow::Result<PathBuf> {
    let beside = if context.named()?.is_none() { LocalServer::personal()?.psql() } else { None };
    Ok(beside.unwrap_or_else(|| "psql".into()))
}

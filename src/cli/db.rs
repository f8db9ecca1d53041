use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};

use super::context::Context;
use super::output::line;
use crate::database::local::{Status, Stop};

/// The database itself: where it is, its local server, a shell.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Db {
    /// Print how to connect; a local server is started for it. A password is not shown.
    #[command(after_help = "Example:
  DATABASE_URL=\"$(ledgerstore db url)\" diesel migration list")]
    Url {
        /// Show the password too.
        #[arg(long)]
        show_password: bool,
    },
    /// Tell whether the local server runs, and where its data is.
    #[command(after_help = "Example:
  ledgerstore db status")]
    Status,
    /// Stop the local server. Its data stays; the next command starts it again.
    #[command(after_help = "Example:
  ledgerstore db stop")]
    Stop,
    /// Open psql on the database.
    #[command(after_help = "Examples:
  ledgerstore db shell
  ledgerstore db shell -- -c 'SELECT count(*) FROM transfers'")]
    Shell {
        /// Options for psql, behind `--`.
        #[arg(last = true, value_name = "PSQL OPTIONS")]
        options: Vec<String>,
    },
}

impl Db {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Url { show_password } => url(context, show_password),
            Self::Status => status(context),
            Self::Stop => stop(context),
            Self::Shell { options } => shell(context, &options),
        }
    }
}

fn url(context: &Context, show_password: bool) -> anyhow::Result<ExitCode> {
    let info = context.conninfo()?;
    line(&if show_password { info.reveal() } else { info.to_string() })?;
    Ok(ExitCode::SUCCESS)
}

fn status(context: &Context) -> anyhow::Result<ExitCode> {
    if let Some(named) = context.named()? {
        crate::database::connect(&named)?;
        line(&format!("DATABASE_URL is set, and the server answers: {named}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let server = context.local_server()?;
    let data = server.data_folder().display();
    line(&match server.status()? {
        Status::Running { pid, .. } => format!("running as process {pid}, data in {data}"),
        Status::Stopped => format!("stopped, data in {data}"),
        Status::NotInitialised => format!("not there yet; the first command makes it in {data}"),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn stop(context: &Context) -> anyhow::Result<ExitCode> {
    if context.named()?.is_some() {
        bail!("DATABASE_URL is set: that server isn't ours to stop; unset it to stop the local one");
    }
    context.notice(match context.local_server()?.stop()? {
        Stop::Stopped => "stopped; its data stays",
        Stop::WasNotRunning => "it wasn't running",
    });
    Ok(ExitCode::SUCCESS)
}

fn shell(context: &Context, options: &[String]) -> anyhow::Result<ExitCode> {
    let info = context.conninfo()?;
    let mut psql = Command::new(psql_program(context)?);
    let failure = psql.envs(info.environment()).args(options).exec();
    Err(failure).context("psql can't be started")
}

/// The local server's own psql, else the one on the PATH.
fn psql_program(context: &Context) -> anyhow::Result<std::path::PathBuf> {
    if context.named()?.is_none() {
        if let Some(psql) = context.local_server()?.psql() {
            return Ok(psql);
        }
    }
    Ok("psql".into())
}

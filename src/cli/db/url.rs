use std::process::ExitCode;

use crate::cli::context::Context;
use crate::cli::output::line;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Url {
    /// Show the password too.
    #[arg(long)]
    show_password: bool,
    /// Another database of the same server; it isn't made.
    #[arg(long, value_name = "NAME")]
    database: Option<String>,
}

impl Url {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut info = context.conninfo()?;
        if let Some(database) = self.database {
            info = info.with_database(&database);
        }
        line(&if self.show_password { info.reveal_url() } else { info.to_url() })?;
        Ok(ExitCode::SUCCESS)
    }
}

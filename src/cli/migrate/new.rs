use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, ensure};

use super::options::Folder;
use crate::cli::context::Context;
use crate::cli::output::line;
use crate::database::migrations::{Migrations, begin_with_timeouts, create, write_sums_if_kept};

const NO_DIESEL: &str = "--diff needs Diesel's own program; install it with `cargo install diesel_cli --version ~2.3 \
                         --locked --no-default-features --features postgres`";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct New {
    /// What it does, as in `add_phone_to_users`.
    name: String,
    /// It will run without a transaction, as CREATE INDEX CONCURRENTLY has to; one statement only.
    #[arg(long)]
    no_transaction: bool,
    /// Fill it with what makes the database into what src/schema.rs says; needs Diesel's own program.
    #[arg(long, conflicts_with = "no_transaction")]
    diff: bool,
    #[command(flatten)]
    folder: Folder,
}

impl New {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let folder = self.folder.find()?;
        let made = if self.diff {
            generate(context, &folder, &self.name)?
        } else {
            create(&folder, &self.name, !self.no_transaction)?
        };
        for file in ["up.sql", "down.sql", "metadata.toml"] {
            let path = made.join(file);
            if path.exists() {
                line(&path.display().to_string())?;
            }
        }
        let write = if self.diff { "look them over" } else { "fill them in" };
        let sum = if folder.join("migrations.sum").exists() { "`ledgerstore migrate sum` and " } else { "" };
        let folder = folder.display();
        context.notice(&format!("{write}; then run {sum}`ledgerstore migrate up --migrations {folder}`"));
        Ok(ExitCode::SUCCESS)
    }
}

/// Has Diesel's program make the folder, and adds what our migrations begin with.
fn generate(context: &Context, folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let before = Migrations::read(folder)?;
    let mut diesel = Command::new("diesel");
    // By the environment: a password among the arguments is seen by everybody on the machine.
    diesel.env("DATABASE_URL", context.conninfo()?.reveal_url());
    diesel.args(["migration", "generate", "--diff-schema", "--migration-dir"]).arg(folder).args(["--", name]);
    let output = match diesel.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => anyhow::bail!(NO_DIESEL),
        output => output.context("diesel can't be started")?,
    };
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "diesel failed: {}", said.trim());
    let after = Migrations::read(folder)?;
    let made = after.files().iter().find(|file| before.of_version(&file.version).is_none());
    let made = made.and_then(|file| file.folder.clone()).context("diesel made no migration")?;
    for file in ["up.sql", "down.sql"] {
        begin_with_timeouts(&made.join(file))?;
    }
    write_sums_if_kept(folder)?;
    Ok(made)
}

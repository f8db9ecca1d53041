use std::path::PathBuf;
use std::process::ExitCode;

use super::options::{Patience, Source, explained, extent};
use super::watch::Watch;
use crate::cli::context::Context;
use crate::cli::output::{cell, text};
use crate::database::migrations::{Extent, MigrationFile, Options, Runner};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Up {
    /// How many to apply; all when it isn't given.
    #[arg(value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,
    /// Apply those up to this one: a version, a folder's name, or what follows the version in it.
    #[arg(long, value_name = "VERSION", conflicts_with = "count")]
    to: Option<String>,
    /// List what would be applied, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Apply pending ones although a newer one is applied.
    #[arg(long)]
    out_of_order: bool,
    /// Before the first one runs, back the database up into this folder, as `db backup` does; nothing runs if that fails.
    #[arg(long, value_name = "DIR", conflicts_with = "dry_run")]
    backup: Option<PathBuf>,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    source: Source,
}

impl Up {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let migrations = self.source.read()?;
        let options = Options { out_of_order: self.out_of_order, ..self.patience.options() };
        let runner = Runner::new(&migrations, options);
        let extent = extent(self.count, self.to, Extent::All);
        let database = context.conninfo()?;
        let mut conn = context.connect_to(&database)?;
        if self.dry_run {
            return list(context, &runner.pending(&mut conn, &extent).map_err(explained)?);
        }
        let backup = self.backup.map(a_folder).transpose()?.map(|folder| (folder, database));
        let mut watch = Watch::new(context, "applied").backing_up(backup);
        let applied = runner.up(&mut conn, &extent, &mut watch).map_err(explained)?;
        watch.report(&applied);
        Ok(ExitCode::SUCCESS)
    }
}

/// A folder that isn't there would be taken for the name of the file.
fn a_folder(folder: PathBuf) -> anyhow::Result<PathBuf> {
    if folder.is_dir() {
        return Ok(folder);
    }
    anyhow::bail!(
        "there is no folder {} for the backup; make it first. Nothing was applied",
        folder.display()
    )
}

fn list(context: &Context, pending: &[&MigrationFile]) -> anyhow::Result<ExitCode> {
    let names: Vec<_> = pending.iter().map(|file| &file.name).collect();
    if names.is_empty() && context.output().is_for_people() {
        context.notice("nothing to do");
    } else {
        context.output().rows(&[text("would apply")], &names, |name| vec![cell(name)])?;
    }
    Ok(ExitCode::SUCCESS)
}

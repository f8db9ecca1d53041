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
        let mut conn = context.connect()?;
        if self.dry_run {
            return list(context, &runner.pending(&mut conn, &extent).map_err(explained)?);
        }
        let mut watch = Watch::new(context, "applied");
        let applied = runner.up(&mut conn, &extent, &mut watch).map_err(explained)?;
        watch.report(&applied);
        Ok(ExitCode::SUCCESS)
    }
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

use std::process::ExitCode;

use super::options::{Patience, Source, explained, extent};
use super::watch::Watch;
use crate::cli::confirm::{confirm, demand_expendable};
use crate::cli::context::Context;
use crate::database::migrations::{Extent, MigrationFile, Runner};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Down {
    /// How many to revert; 1 when not given.
    #[arg(value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,
    /// Revert those newer than this one, which stays: a version, a folder's name, or what follows the version in it.
    #[arg(long, value_name = "VERSION", conflicts_with_all = ["count", "all"])]
    to: Option<String>,
    /// Revert all of them.
    #[arg(long, conflicts_with = "count")]
    all: bool,
    /// Don't ask.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    source: Source,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Redo {
    /// How many to redo; 1 when not given.
    #[arg(value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,
    /// Redo all of them.
    #[arg(long, conflicts_with = "count")]
    all: bool,
    /// Don't ask.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    source: Source,
}

impl Down {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let migrations = self.source.read()?;
        let runner = Runner::new(&migrations, self.patience.options());
        let extent = extent(self.count, self.to, one_or_all(self.all));
        let mut conn = context.connect()?;
        let chosen = runner.revertible(&mut conn, &extent).map_err(explained)?;
        if let Some(what) = in_words(&chosen) {
            let what = format!("revert {what}");
            demand_expendable(&mut conn, &what)?;
            confirm(self.yes, &what)?;
        }
        let mut watch = Watch::new(context, "reverted").agreed(&chosen);
        let reverted = runner.down(&mut conn, &extent, &mut watch).map_err(explained)?;
        watch.report(&reverted);
        Ok(ExitCode::SUCCESS)
    }
}

impl Redo {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let migrations = self.source.read()?;
        let runner = Runner::new(&migrations, self.patience.options());
        let extent = extent(self.count, None, one_or_all(self.all));
        let mut conn = context.connect()?;
        let chosen = runner.revertible(&mut conn, &extent).map_err(explained)?;
        if let Some(what) = in_words(&chosen) {
            let what = format!("revert and apply again {what}");
            demand_expendable(&mut conn, &what)?;
            confirm(self.yes, &what)?;
        }
        let mut watch = Watch::new(context, "redid").agreed(&chosen);
        let redone = runner.redo(&mut conn, &extent, &mut watch).map_err(explained)?;
        watch.report(&redone);
        Ok(ExitCode::SUCCESS)
    }
}

fn one_or_all(all: bool) -> Extent {
    if all { Extent::All } else { Extent::Count(1) }
}

/// What is lost with these migrations, which stand the newest first; `None` when there are none.
fn in_words(chosen: &[&MigrationFile]) -> Option<String> {
    match chosen {
        [] => None,
        [only] => Some(format!("the newest migration, {}, and lose the data in its tables", only.name)),
        [.., oldest] => Some(format!(
            "the newest {} migrations, down to {}, and lose the data in their tables",
            chosen.len(),
            oldest.name
        )),
    }
}

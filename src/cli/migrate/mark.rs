use std::process::ExitCode;

use super::options::{Patience, Source, explained};
use super::watch::Watch;
use crate::cli::context::Context;
use crate::database::migrations::{Extent, Marked, Runner};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Mark {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    source: Source,
}

/// What counts as applied, or doesn't. Each is named by its version, its folder's name, or what follows the version
/// in it.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// This one counts as applied, and its present text as the one that ran.
    #[arg(value_name = "VERSION")]
    applied: Option<String>,
    /// This one doesn't count as applied any more; it isn't reverted.
    #[arg(long, value_name = "VERSION")]
    unapplied: Option<String>,
    /// All pending ones up to this count as applied: for a database whose tables are there already.
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    /// All pending ones count as applied.
    #[arg(long)]
    all: bool,
}

impl Mark {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let migrations = self.source.read()?;
        let runner = Runner::new(&migrations, self.patience.options());
        let (mut conn, mut watch) = (context.connect()?, Watch::new(context, "marked"));
        let marked = match self.which {
            Which { applied: Some(wanted), .. } => runner.mark(&mut conn, &wanted, &mut watch),
            Which { unapplied: Some(wanted), .. } => runner.unmark(&mut conn, &wanted, &mut watch),
            Which { to: Some(wanted), .. } => runner.baseline(&mut conn, &Extent::To(wanted), &mut watch),
            Which { .. } => runner.baseline(&mut conn, &Extent::All, &mut watch),
        };
        report(context, &marked.map_err(explained)?);
        Ok(ExitCode::SUCCESS)
    }
}

fn report(context: &Context, marked: &Marked) {
    let told = [
        (&marked.applied, "marked as applied; nothing of it was run"),
        (&marked.accepted, "its present text counts as the one that ran; nothing of it was run"),
        (&marked.unapplied, "marked as not applied; nothing of it was reverted"),
    ];
    for (names, what) in told {
        for name in names {
            context.notice(&format!("{name}: {what}"));
        }
    }
    if told.iter().all(|(names, _)| names.is_empty()) {
        context.notice("nothing to do");
    }
}

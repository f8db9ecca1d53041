use std::process::ExitCode;

use super::options::{Source, explained};
use crate::cli::context::Context;
use crate::cli::exit::FOUND;
use crate::cli::output::{Cell, cell, line, maybe, prose, text};
use crate::database::migrations::{self, MigrationStatus, Options, Origin, Runner, State};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Status {
    /// Exit 3 unless the database has just these migrations, as they are.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    source: Source,
}

impl Status {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let migrations = self.source.read()?;
        let runner = Runner::new(&migrations, Options::default());
        let status = runner.status(&mut context.connect()?).map_err(explained)?;
        let columns = [text("migration"), text("state"), text("applied at"), prose("note")];
        context.output().rows(&columns, &status, |migration| {
            let at = migration.applied_at.map(|at| at.format("%Y-%m-%d %H:%M:%SZ"));
            vec![cell(&migration.name), cell(migration.state), maybe(at.as_ref()), note(migration)]
        })?;
        advise(context, &status);
        let is_clean = status.iter().all(|migration| migration.state == State::Applied);
        Ok(if self.check && !is_clean { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
    }
}

fn note(migration: &MigrationStatus) -> Cell {
    let state = match migration.state {
        State::Applied | State::Pending => None,
        other => Some(other.meaning()),
    };
    let origin = match migration.origin {
        None | Some(Origin::Run) => None,
        Some(Origin::Adopted) => Some("applied by another tool"),
        Some(Origin::Marked) => Some("marked as applied, not run"),
    };
    let notes: Vec<_> = state.into_iter().chain(origin).collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}

/// What to do about each state that there is.
fn advise(context: &Context, status: &[MigrationStatus]) {
    let advice = [
        (State::Pending, "pending; apply them with `ledgerstore migrate up`"),
        (
            State::OutOfOrder,
            "out of order; give their folders newer versions, or apply them with `migrate up --out-of-order`",
        ),
        (
            State::Edited,
            "edited since applied; put the files back, or accept them with `migrate mark VERSION`",
        ),
        (
            State::Missing,
            "missing; use the program or the branch that has them, or take them out of the history with \
             `migrate mark --unapplied VERSION`",
        ),
    ];
    for (state, advice) in advice {
        let count = status.iter().filter(|migration| migration.state == state).count();
        if count > 0 {
            context.notice(&format!("{count} of {} {advice}", status.len()));
        }
    }
}

/// Prints the newest applied version.
pub(super) fn version(context: &Context) -> anyhow::Result<ExitCode> {
    let mut conn = context.connect()?;
    let version = migrations::version(&mut conn)?;
    if version.is_none() {
        context.notice("no migration is applied");
    }
    context
        .output()
        .json_or_rows(&version, || Ok(version.iter().try_for_each(|version| line(version))?))?;
    Ok(ExitCode::SUCCESS)
}

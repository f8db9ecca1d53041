mod plan;

use std::process::ExitCode;

use diesel::PgConnection;

use super::confirm::{confirm, demand_expendable};
use super::context::Context;
use super::exit::FOUND;
use super::output::{cell, line, text};
use crate::database::migrations;

/// Apply, revert and list migrations.
///
/// The migrations are built into this program. Diesel's own command line tool reads the same history.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore migrate status
  ledgerstore migrate up
  ledgerstore migrate down --yes")]
pub(super) enum Migrate {
    /// Apply the pending migrations, all or the next N.
    ///
    /// Each one and its history row are one transaction. Another migrator at work is waited for.
    #[command(after_help = "Examples:
  ledgerstore migrate up
  ledgerstore migrate up 1")]
    Up {
        /// How many to apply; all when it isn't given.
        #[arg(value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
        count: Option<u32>,
    },
    /// Revert the newest N migrations, 1 when not given; what their tables hold is lost.
    ///
    /// It asks first; where there is no terminal to ask on, it refuses (exit code 4) unless --yes is given.
    #[command(after_help = "Examples:
  ledgerstore migrate down --yes
  ledgerstore migrate down 3 --yes")]
    Down {
        /// How many to revert.
        #[arg(value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
        count: u32,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Revert the newest N migrations and apply them again; what their tables hold is lost.
    ///
    /// All in one transaction: when one fails, everything is as it was. It asks first, as `migrate down` does.
    #[command(after_help = "Examples:
  ledgerstore migrate redo --yes
  ledgerstore migrate redo 2 --yes")]
    Redo {
        /// How many to redo.
        #[arg(value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
        count: u32,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// List the migrations and whether they are applied.
    ///
    /// It changes nothing. With --check, pending migrations make the exit code 3, for a deploy script.
    #[command(after_help = "Examples:
  ledgerstore migrate status
  ledgerstore migrate status --check || echo 'not up to date'")]
    Status {
        /// Exit 3 when some are pending.
        #[arg(long)]
        check: bool,
    },
    Plan(plan::Plan),
    /// Print the version of the newest applied migration.
    ///
    /// On an empty database it prints nothing (null with `--format json`).
    #[command(after_help = "Example:
  ledgerstore migrate version")]
    Version,
}

impl Migrate {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Up { count } => up(context, count),
            Self::Down { count, yes } => down(context, count, yes),
            Self::Redo { count, yes } => redo(context, count, yes),
            Self::Status { check } => status(context, check),
            Self::Plan(plan) => plan.run(context),
            Self::Version => version(context),
        }
    }
}

fn up(context: &Context, count: Option<u32>) -> anyhow::Result<ExitCode> {
    let mut conn = context.connect()?;
    let limit = count.map(|count| count as usize);
    let applied = migrations::up(&mut conn, limit, || waiting(context))?;
    report(context, "applied", &applied);
    Ok(ExitCode::SUCCESS)
}

fn down(context: &Context, count: u32, yes: bool) -> anyhow::Result<ExitCode> {
    let mut conn = context.connect()?;
    if let Some(newest) = newest(&mut conn, count)? {
        let what = format!("revert {newest}");
        demand_expendable(&mut conn, &what)?;
        confirm(yes, &what)?;
    }
    let reverted = migrations::down(&mut conn, count as usize, || waiting(context))?;
    report(context, "reverted", &reverted);
    Ok(ExitCode::SUCCESS)
}

fn redo(context: &Context, count: u32, yes: bool) -> anyhow::Result<ExitCode> {
    let mut conn = context.connect()?;
    if let Some(newest) = newest(&mut conn, count)? {
        let what = format!("revert and apply again {newest}");
        demand_expendable(&mut conn, &what)?;
        confirm(yes, &what)?;
    }
    let redone = migrations::redo(&mut conn, count as usize, || waiting(context))?;
    report(context, "redid", &redone);
    Ok(ExitCode::SUCCESS)
}

/// The newest applied migrations in words; `None` when none is applied.
fn newest(conn: &mut PgConnection, count: u32) -> anyhow::Result<Option<String>> {
    let applied: Vec<_> =
        migrations::status(conn)?.into_iter().filter(|m| m.applied).map(|m| m.name).collect();
    let chosen = &applied[applied.len().saturating_sub(count as usize)..];
    Ok(match chosen {
        [] => None,
        [only] => Some(format!("the newest migration, {only}, and lose the data in its tables")),
        [oldest, ..] => Some(format!(
            "the newest {} migrations, down to {oldest}, and lose the data in their tables",
            chosen.len()
        )),
    })
}

fn status(context: &Context, check: bool) -> anyhow::Result<ExitCode> {
    let mut conn = context.connect()?;
    let status = migrations::status(&mut conn)?;
    context.output().rows(&[text("migration"), text("state")], &status, |migration| {
        vec![cell(&migration.name), cell(if migration.applied { "applied" } else { "pending" })]
    })?;
    let pending = status.iter().filter(|migration| !migration.applied).count();
    if pending > 0 {
        context.notice(&format!(
            "{pending} of {} pending; apply them with `ledgerstore migrate up`",
            status.len()
        ));
    }
    Ok(if check && pending > 0 { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

fn version(context: &Context) -> anyhow::Result<ExitCode> {
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

fn waiting(context: &Context) {
    context.notice("another migrator is at work on this database; waiting for it");
}

fn report(context: &Context, done: &str, migrations: &[String]) {
    for name in migrations {
        context.notice(&format!("{done} {name}"));
    }
    if migrations.is_empty() {
        context.notice("nothing to do");
    }
}

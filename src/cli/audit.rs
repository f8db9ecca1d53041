use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::context::Context;
use super::exit::FOUND;
use super::output::{Cell, cell, number, prose, text};
use crate::admin::audit::{Group, Outcome, audit, checks, select};

/// People are shown so many findings of a check; JSON and CSV have all that are kept.
const SHOWN: usize = 10;

/// Check every invariant of the ledger, the shop, the sign-in and the schema.
///
/// For when somebody got behind the database's own rules: disabled a trigger, dropped a constraint, restored other data.
/// All checks look at the same snapshot and change nothing. Each says how many rows it looked at, and names what breaks
/// it, at most 1,000 findings; the exit code is 3 then. `--list` tells what each check is about.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = long_help())]
pub(super) struct Audit {
    /// Only these checks or groups of checks (ledger, shop, sign-in, schema); all when none is named.
    #[arg(value_name = "CHECK", value_parser = names(), hide_possible_values = true)]
    checks: Vec<String>,
    /// List the checks and what holds when they find nothing, without looking at a database.
    #[arg(long)]
    list: bool,
}

const EXAMPLES: &str = "Examples:
  ledgerstore audit
  ledgerstore audit ledger orders-paid
  ledgerstore audit --list schema
  ledgerstore --format json audit | jq '.[] | select(.findings != [])'";

fn names() -> PossibleValuesParser {
    let groups = Group::ALL.into_iter().map(|group| PossibleValue::new(group.as_str()));
    PossibleValuesParser::new(groups.chain(checks().map(|check| PossibleValue::new(check.name))))
}

fn long_help() -> String {
    let named = |group: Group| {
        let names =
            checks().filter(|check| check.group == group).map(|check| format!("\n    {}", check.name));
        format!("\n  {group}{}", names.collect::<String>())
    };
    format!("{EXAMPLES}\n\nChecks:{}", Group::ALL.map(named).concat())
}

impl Audit {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if self.list {
            return self.list(context);
        }
        let mut conn = context.connect_migrated()?;
        report(context, &audit(&mut conn, &self.checks, &mut context.progress())?)
    }

    fn list(&self, context: &Context) -> anyhow::Result<ExitCode> {
        let columns = [text("group"), text("check"), prose("holds")];
        context.output().rows(&columns, &select(&self.checks)?, |check| {
            vec![cell(check.group), cell(check.name), cell(check.holds)]
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn show(context: &Context, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let shown = if context.output().is_for_people() { SHOWN } else { usize::MAX };
    let columns = [text("group"), text("check"), number("checked"), number("findings"), prose("broken by")];
    context.output().rows(&columns, outcomes, |outcome| {
        vec![
            cell(outcome.group),
            cell(outcome.name),
            cell(outcome.checked),
            cell(outcome.found()),
            subjects(outcome, shown),
        ]
    })
}

/// Prints what an audit found; the exit code tells whether it found anything.
pub(super) fn report(context: &Context, outcomes: &[Outcome]) -> anyhow::Result<ExitCode> {
    show(context, outcomes)?;
    let found = outcomes.iter().filter(|outcome| outcome.found() > 0).count();
    if found > 0 {
        context.notice(&format!("{found} of {} checks found something", outcomes.len()));
        return Ok(ExitCode::from(FOUND));
    }
    context.notice(&format!("{} checks, nothing found", outcomes.len()));
    Ok(ExitCode::SUCCESS)
}

fn subjects(outcome: &Outcome, shown: usize) -> Cell {
    let named: Vec<_> = outcome.findings.iter().take(shown).cloned().collect();
    let more = outcome.found() - i64::try_from(named.len()).unwrap_or(i64::MAX);
    match more {
        _ if named.is_empty() => None,
        0 => Some(named.join("; ")),
        more => Some(format!("{}; and {more} more", named.join("; "))),
    }
}

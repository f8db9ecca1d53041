use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::context::Context;
use super::exit::FOUND;
use super::output::{Cell, cell, number, prose, text};
use crate::admin::audit::{CHECKS, Outcome, audit};

/// People are shown so many findings of a check; JSON and CSV have all of them.
const SHOWN: usize = 10;

/// Check every invariant of the books and the shop.
///
/// All checks look at the same snapshot and change nothing. Each that finds something names what breaks it; the exit
/// code is 3 then.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore audit
  ledgerstore audit balances-match-entries orders-paid
  ledgerstore --format json audit | jq '.[] | select(.findings != [])'")]
pub(super) struct Audit {
    /// Only these checks; all of them when none is named.
    #[arg(value_name = "CHECK", value_parser = names())]
    checks: Vec<String>,
}

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(CHECKS.iter().map(|check| PossibleValue::new(check.name).help(check.holds)))
}

impl Audit {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut conn = context.connect_migrated()?;
        report(context, &audit(&mut conn, &self.checks, &mut context.progress())?)
    }
}

/// Prints what an audit found; the exit code tells whether it found anything.
pub(super) fn report(context: &Context, outcomes: &[Outcome]) -> anyhow::Result<ExitCode> {
    let shown = if context.output().is_for_people() { SHOWN } else { usize::MAX };
    let columns = [text("check"), number("checked"), number("findings"), prose("broken by")];
    context.output().rows(&columns, outcomes, |outcome| {
        vec![
            cell(outcome.name),
            cell(outcome.checked),
            cell(outcome.findings.len()),
            subjects(outcome, shown),
        ]
    })?;
    let found = outcomes.iter().filter(|outcome| !outcome.findings.is_empty()).count();
    if found > 0 {
        context.notice(&format!("{found} of {} checks found something", outcomes.len()));
        return Ok(ExitCode::from(FOUND));
    }
    context.notice(&format!("{} checks, nothing found", outcomes.len()));
    Ok(ExitCode::SUCCESS)
}

fn subjects(outcome: &Outcome, shown: usize) -> Cell {
    let more = outcome.findings.len().saturating_sub(shown);
    let named = outcome.findings.iter().take(shown).cloned().collect::<Vec<_>>().join("; ");
    match more {
        _ if named.is_empty() => None,
        0 => Some(named),
        more => Some(format!("{named}; and {more} more")),
    }
}

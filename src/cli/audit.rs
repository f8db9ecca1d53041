use std::process::ExitCode;

use super::context::Context;
use super::exit::FOUND;
use super::output::{cell, number, text};
use crate::admin::audit::audit;

/// Check every invariant of the books and the shop.
///
/// All checks look at one snapshot. Exits 3 when one finds something.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore audit
  ledgerstore audit balances-match-entries orders-paid
  ledgerstore --format json audit")]
pub(super) struct Audit {
    /// Only these checks; all of them when none is named.
    #[arg(value_name = "CHECK")]
    checks: Vec<String>,
}

impl Audit {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut conn = context.connect_migrated()?;
        let outcomes = audit(&mut conn, &self.checks)?;
        let columns = [text("check"), number("checked"), number("findings"), text("what breaks it")];
        context.output().rows(&columns, &outcomes, |outcome| {
            let subjects = outcome.findings.join(", ");
            vec![cell(outcome.name), cell(outcome.checked), cell(outcome.findings.len()), cell(subjects)]
        })?;
        let found = outcomes.iter().filter(|outcome| !outcome.findings.is_empty()).count();
        if found > 0 {
            context.notice(&format!("{found} of {} checks found something", outcomes.len()));
            return Ok(ExitCode::from(FOUND));
        }
        context.notice(&format!("{} checks, nothing found", outcomes.len()));
        Ok(ExitCode::SUCCESS)
    }
}

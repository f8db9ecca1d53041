use std::process::ExitCode;

use serde::Serialize;

use super::report::report;
use super::scratch::Scratch;
use crate::admin::drift::{self, advice, drift};
use crate::cli::context::Context;
use crate::cli::exit::FOUND;
use crate::cli::output::{cell, line, text};
use crate::database::catalog::{Difference, Scope};

/// Compare the live schema with what the migrations make.
///
/// The migrations that the database has are applied in a scratch schema, which is rolled back: nothing is changed and
/// nothing that is in use is locked. Each table, column, constraint, index, trigger, function, comment and so on that is missing, extra or
/// changed is named with what to do, and the exit code is 3 then. What is switched off counts as changed: a disabled
/// trigger, a constraint that was never validated, an index whose building was broken off. Rows, owners and extensions
/// that somebody has added aren't compared. Migrations that are pending aren't drift.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore schema drift
  ledgerstore --format json schema drift | jq -r '.[] | \"\\(.what) \\(.kind) \\(.name)\"'
  ledgerstore schema drift --scratch-url postgres://localhost/scratch   as a role that may only read

JSON: a list with what (missing, extra or changed), kind, name, table, expected, found and advice of each.")]
pub(in crate::cli) struct Drift {
    /// Compare as well what others than the owner may do: drift, unless migrations grant it.
    #[arg(long)]
    privileges: bool,
    #[command(flatten)]
    scratch: Scratch,
}

#[derive(Serialize)]
struct Finding<'d> {
    #[serde(flatten)]
    difference: &'d Difference,
    advice: String,
}

impl Drift {
    pub(in crate::cli) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let (mut conn, mut scratch) = (context.connect()?, self.scratch.connect()?);
        let drift = drift(&mut conn, scratch.as_mut(), Scope { privileges: self.privileges })?;
        if context.output().is_for_people() {
            for paragraph in report(&drift.differences) {
                line(&paragraph)?;
            }
        } else {
            rows(context, &drift)?;
        }
        tell(context, &drift);
        Ok(if drift.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
    }
}

fn rows(context: &Context, drift: &drift::Drift) -> anyhow::Result<()> {
    let findings: Vec<_> = drift
        .differences
        .iter()
        .map(|difference| Finding { difference, advice: advice(difference) })
        .collect();
    let columns = ["what", "kind", "name", "table", "advice"].map(text);
    context.output().rows(&columns, &findings, |Finding { difference, advice }| {
        let Difference { what, kind, name, table, .. } = difference;
        vec![cell(what.as_str()), cell(kind.as_str()), cell(name), table.clone(), cell(advice)]
    })
}

fn tell(context: &Context, drift: &drift::Drift) {
    let (compared, differences) = (drift.compared, drift.differences.len());
    context.notice(&match differences {
        0 if compared == 0 => "no drift: no migration is applied, and the schema is empty".to_owned(),
        0 => format!("no drift: the {compared} objects that the migrations make are there, and nothing else"),
        1 => format!("1 difference, {compared} objects compared"),
        many => format!("{many} differences, {compared} objects compared"),
    });
    let pending = match drift.pending {
        0 => return,
        1 => "1 migration is pending".to_owned(),
        many => format!("{many} migrations are pending"),
    };
    context.notice(&format!("{pending}, which is no drift; apply with `ledgerstore migrate up`"));
}

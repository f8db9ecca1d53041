mod people;

use std::process::ExitCode;

use diesel::PgConnection;
use serde::Serialize;

use super::options::{Source, explained};
use crate::admin::lint::{Config, Finding, Severity, own_rules};
use crate::admin::plan::{Planned, TraceError, Traced, plan, trace};
use crate::cli::confirm::demand_expendable;
use crate::cli::context::Context;
use crate::cli::exit::{FOUND, Misused};
use crate::cli::output::{cell, number, prose, text};
use crate::database::migrations::{MigrationFile, Migrations, pending};

const EXAMPLES: &str = "\
Examples:
  ledgerstore migrate plan
  ledgerstore migrate plan --migrations ./migrations --all
  ledgerstore migrate plan --trace
  ledgerstore --format csv migrate plan > findings.csv
  ledgerstore --format json migrate plan | jq '.[].findings[] | select(.severity == \"error\")'";

/// Show what the pending migrations would do, and what in them is unsafe.
///
/// Each statement is told with the locks that it takes on tables in use, and with what others wait for meanwhile. The
/// rules are squawk's and some more, listed below; each finding says the safe way. A finding of the severity
/// error makes the exit code 3, a warning doesn't.
///
/// A comment above a statement lets it pass: `-- squawk-ignore RULE -- why`; `-- squawk-ignore-file RULE` is for the
/// whole file. The settings of the nearest .squawk.toml hold; rules that squawk doesn't know are excluded in it under
/// [ledgerstore]. Statements that are put together while a function runs can't be seen; --trace sees what they do.
///
/// CSV has the findings only, one in a row.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", rules()))]
pub(in crate::cli) struct Plan {
    /// Every migration, applied or not; no database is needed.
    #[arg(long, conflicts_with = "trace")]
    all: bool,
    /// Run them on the database, see what they lock, rewrite and write, and roll everything back.
    ///
    /// Only on a database marked dev or test (`ledgerstore db mark`): others wait until it is over. Of a lock that a
    /// migration before has taken already nothing is told.
    #[arg(long)]
    trace: bool,
    #[command(flatten)]
    source: Source,
    /// Leave this rule out; may be given several times.
    #[arg(long, value_name = "RULE")]
    exclude: Vec<String>,
}

/// A migration that is planned, and traced if that was asked for.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    planned: Planned,
    #[serde(skip_serializing_if = "Option::is_none")]
    traced: Option<Traced>,
}

impl Plan {
    pub(in crate::cli) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let migrations = self.source.read()?;
        let config = self.config(&migrations)?;
        let mut conn = if self.all { None } else { Some(context.connect()?) };
        let files = match &mut conn {
            Some(conn) => pending(conn, &migrations)?,
            None => migrations.files().iter().collect(),
        };
        let traced = match &mut conn {
            Some(conn) if self.trace => traced(context, conn, &files)?,
            _ => Ok(Vec::new()),
        };
        let reports = reports(&files, &config, traced.as_deref().unwrap_or_default());
        print(context, &reports)?;
        traced.map_err(unfit)?;
        Ok(verdict(context, &reports, self.all))
    }

    fn config(&self, migrations: &Migrations) -> anyhow::Result<Config> {
        let config = match migrations.folder() {
            Some(folder) => Config::find(folder)?,
            None => Config::embedded()?,
        };
        Ok(config.excluding(&self.exclude).map_err(|error| Misused(error.to_string()))?)
    }
}

/// The outer failure is a refusal, before which nothing is worth printing; the inner one is a migration's.
fn traced(
    context: &Context,
    conn: &mut PgConnection,
    files: &[&MigrationFile],
) -> anyhow::Result<Result<Vec<Traced>, TraceError>> {
    demand_expendable(conn, "run the pending migrations, which locks tables, and roll them back")?;
    Ok(trace(conn, files, &mut context.progress()))
}

/// A migration that can't be run is refused here as `migrate up` refuses it.
fn unfit(error: TraceError) -> anyhow::Error {
    match error {
        TraceError::Unfit(error) => explained(error),
        other => other.into(),
    }
}

fn reports(files: &[&MigrationFile], config: &Config, traced: &[Traced]) -> Vec<Report> {
    let report = |file: &&MigrationFile| Report {
        planned: plan(file, config),
        traced: traced.iter().find(|traced| traced.name == file.name).cloned(),
    };
    files.iter().map(report).collect()
}

fn print(context: &Context, reports: &[Report]) -> anyhow::Result<()> {
    if context.output().is_for_people() {
        return reports.iter().try_for_each(people::print);
    }
    context.output().json_or_rows(&reports, || {
        let columns = [
            text("file"),
            number("line"),
            number("column"),
            text("severity"),
            text("rule"),
            prose("message"),
            prose("safe_way"),
        ];
        context.output().rows(&columns, &findings(reports).collect::<Vec<_>>(), |finding| {
            vec![
                cell(&finding.file),
                cell(finding.line),
                cell(finding.column),
                cell(finding.severity),
                cell(&finding.rule),
                cell(&finding.message),
                cell(&finding.safe_way),
            ]
        })
    })
}

fn findings(reports: &[Report]) -> impl Iterator<Item = &Finding> {
    reports.iter().flat_map(|report| &report.planned.findings)
}

fn verdict(context: &Context, reports: &[Report], all: bool) -> ExitCode {
    let count = |severity| findings(reports).filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let which = if all { "migrations" } else { "pending" };
    context.notice(&match reports.len() {
        0 if all => "there are no migrations".to_owned(),
        0 => "nothing is pending".to_owned(),
        planned => format!("{planned} {which}; errors: {errors}, warnings: {warnings}"),
    });
    if errors > 0 { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
}

/// The rules that squawk lacks, for the help.
fn rules() -> String {
    let rules = own_rules().map(|rule| format!("  {} ({}): {}", rule.name, rule.severity, rule.finds));
    let rules: Vec<_> = rules.collect();
    format!("Rules besides squawk's (https://squawkhq.com/docs/rules):\n{}", rules.join("\n"))
}

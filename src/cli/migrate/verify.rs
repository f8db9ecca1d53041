use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Serialize;

use super::options::Source;
use super::print_schema::{SchemaRs, compare};
use crate::admin::lint::{Config, Finding, Severity, lint};
use crate::admin::verify::{Problem, Proof, Verified, verify};
use crate::cli::context::Context;
use crate::cli::exit::FOUND;
use crate::cli::output::{Cell, cell, number, prose, text};
use crate::database::migrations::{Migrations, check_sums};
use crate::database::{Conninfo, ScratchDatabase};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Verify {
    /// Rows to plant after a migration: `<the migration's folder>.sql` in this folder.
    #[arg(long, value_name = "DIR")]
    plant: Option<PathBuf>,
    /// Make the scratch database on this server, instead of the one of DATABASE_URL or the local one.
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
    #[command(flatten)]
    source: Source,
}

/// Everything that was looked at, as programs read it.
#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    verified: Verified,
    lint: Vec<Finding>,
    /// What is wrong with `migrations.sum`; null where it fits or there is none.
    sums: Option<String>,
    schema_rs: SchemaRs,
}

impl Verify {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let Some(folder) = self.plant.as_ref().filter(|folder| !folder.is_dir()) {
            anyhow::bail!("there is no folder {}, from which rows were to be planted", folder.display());
        }
        let migrations = self.source.read()?;
        let server: Conninfo = match &self.scratch_url {
            Some(url) => url.parse().context("--scratch-url is wrong")?,
            None => context.conninfo()?,
        };
        let scratch = ScratchDatabase::create(&server)?;
        let report = self.look(context, &migrations, &scratch)?;
        scratch.close()?;
        show(context, &report)?;
        Ok(if report.is_fine() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
    }

    fn look(
        &self,
        context: &Context,
        migrations: &Migrations,
        scratch: &ScratchDatabase,
    ) -> anyhow::Result<Report> {
        let config = migrations.folder().map_or_else(Config::embedded, Config::find)?;
        let lint = migrations.files().iter().flat_map(|file| lint(file, &config)).collect();
        let sums = migrations.folder().map(|folder| check_sums(folder, migrations));
        let sums = sums.and_then(Result::err).map(|error| error.to_string());
        let progress = &mut context.progress();
        let verified = verify(&mut scratch.connect()?, migrations, self.plant.as_deref(), progress)?;
        let schema_rs = if verified.is_complete() {
            compare(migrations.folder(), &scratch.info())?
        } else {
            SchemaRs::NotCompared { reason: "the migrations can't all be applied".to_owned() }
        };
        Ok(Report { verified, lint, sums, schema_rs })
    }
}

impl Report {
    fn is_fine(&self) -> bool {
        self.verified.is_proven()
            && self.lint.iter().all(|finding| finding.severity != Severity::Error)
            && self.sums.is_none()
            && !matches!(self.schema_rs, SchemaRs::Differs { .. })
    }
}

/// The proofs as rows; the rest in words, as it is about all of them.
fn show(context: &Context, report: &Report) -> anyhow::Result<()> {
    context.output().json_or_rows(report, || {
        let columns =
            [text("migration"), number("tables with rows"), text("up, down, up"), prose("problems")];
        context.output().rows(&columns, &report.verified.proofs, |proof| {
            vec![cell(&proof.name), cell(proof.tables_with_rows), verdict(proof), problems(proof)]
        })
    })?;
    for finding in &report.lint {
        let Finding { file, line, column, severity, rule, message, .. } = finding;
        context.notice(&format!("{file}:{line}:{column}: {severity}: {rule}: {message}"));
    }
    let problems = report.verified.proofs.iter().flat_map(|proof| &proof.problems);
    for problem in problems.filter(|problem| matches!(problem, Problem::Failed { .. })) {
        context.notice(&problem.to_string());
    }
    for sentence in sentences(report) {
        context.notice(&sentence);
    }
    Ok(())
}

fn verdict(proof: &Proof) -> Cell {
    cell(if proof.problems.is_empty() { "proven" } else { "not proven" })
}

fn problems(proof: &Proof) -> Cell {
    // The first line of each: what follows is a picture, and stands below.
    let first = |problem: &Problem| problem.to_string().lines().next().unwrap_or_default().to_owned();
    let told: Vec<_> = proof.problems.iter().map(first).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

fn sentences(report: &Report) -> Vec<String> {
    let verified = &report.verified;
    let proven = verified.proofs.iter().filter(|proof| proof.problems.is_empty()).count();
    let all = verified.proofs.len() + verified.unreached;
    let mut told = vec![format!("{proven} of {all} migrations proven: up, down and up again")];
    if !verified.empty_tables.is_empty() {
        let tables = verified.empty_tables.join(", ");
        told.push(format!("no row could be made up for {tables}; give some with --plant"));
    }
    told.extend(report.sums.clone());
    told.push(report.schema_rs.to_string());
    told
}

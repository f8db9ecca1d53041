use super::Report;
use crate::admin::lint::Finding;
use crate::admin::plan::{Mode, Planning, TableWork, Trace, Traced};
use crate::cli::output::{Cell, OutputError, cell, line, number, prose, text};
use crate::cli::table::{Look, Zone, render, wrap};

/// Lines are broken here where nobody says how wide they may be.
const WIDTH: usize = 100;

/// Prints a migration as people read it, with an empty line behind it.
pub(super) fn print(report: &Report) -> anyhow::Result<()> {
    let planned = &report.planned;
    let note = if planned.transactional { "" } else { " (not in a transaction)" };
    line(&format!("{}{note}", planned.name))?;
    let columns = [number("line"), prose("does"), prose("locks"), text("others wait for")];
    let rows = folded(&planned.statements);
    line(&render(&columns, &rows, look()))?;
    planned.findings.iter().try_for_each(finding)?;
    report.traced.iter().try_for_each(traced)?;
    Ok(line("")?)
}

/// Comments go together: many of them would bury the rest.
fn folded(statements: &[Planning]) -> Vec<Vec<Cell>> {
    let is_comment = |planning: &Planning| planning.does.starts_with("comment on ");
    let runs = statements.chunk_by(|one, other| is_comment(one) && is_comment(other));
    let row = |run: &[Planning]| {
        let first = run.first()?;
        let does = match run.len() {
            1 => first.does.clone(),
            many => format!("comment on {many} objects"),
        };
        let mut locks: Vec<_> = run.iter().flat_map(|planning| &planning.locks).collect();
        locks.sort_by(|one, other| one.on.cmp(&other.on));
        locks.dedup();
        let told = locks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let waits = locks.iter().map(|lock| lock.mode).max().and_then(Mode::blocks);
        Some(vec![
            cell(first.line),
            cell(does),
            Some(told).filter(|told| !told.is_empty()),
            waits.map(str::to_owned),
        ])
    };
    runs.filter_map(row).collect()
}

fn finding(finding: &Finding) -> Result<(), OutputError> {
    let Finding { severity, rule, file, line: at, column, message, safe_way } = finding;
    line(&format!("{severity}: {rule}\n  at {file}:{at}:{column}"))?;
    line(&indented(message))?;
    line(&indented(&format!("Safe way: {safe_way}")))
}

fn traced(traced: &Traced) -> Result<(), OutputError> {
    let Some(trace) = &traced.trace else {
        return line("not traced: it runs outside of a transaction, and so it couldn't be rolled back");
    };
    line(&format!("traced in {:.1} ms and rolled back", trace.took.as_secs_f64() * 1e3))?;
    did(trace).iter().try_for_each(|what| line(&indented(what)))
}

fn did(trace: &Trace) -> Vec<String> {
    let locks = trace.locks.iter().map(|lock| format!("locked {} in {}", lock.on, lock.mode));
    let rewritten = trace.rewritten.iter().map(|table| format!("rewrote or emptied {table}"));
    locks.chain(rewritten).chain(trace.tables.iter().map(work)).collect()
}

fn work(work: &TableWork) -> String {
    let counts = [(work.inserted, "inserted"), (work.updated, "updated"), (work.deleted, "deleted")];
    let written =
        counts.iter().filter(|(count, _)| *count != 0).map(|(count, what)| format!("{count} {what}"));
    let read = (work.scanned_rows > 0)
        .then(|| format!("{} read in {} scans of the whole table", work.scanned_rows, work.scans));
    format!("rows of {}: {}", work.table, written.chain(read).collect::<Vec<_>>().join(", "))
}

/// A sentence in lines that fit, two spaces in.
fn indented(sentence: &str) -> String {
    let width = look().width.unwrap_or(WIDTH).saturating_sub(2);
    wrap(sentence, width).iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// There are no times in a plan: any clock will do.
fn look() -> Look {
    Look::of_stdout(Zone::Utc)
}

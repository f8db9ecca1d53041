//! Seeding a world beside `psql`, which is given the same statements with the rows ready in files: the ceiling for
//! anybody who has to make the rows first.

mod script;

use std::num::NonZeroUsize;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use diesel::connection::SimpleConnection;
use ledgerstore::admin::audit::audit;
use ledgerstore::admin::seed::{Scale, SeedOptions, seed};
use ledgerstore::database::{Conninfo, connect, make_fresh, migrations};

use crate::server::Server;

/// The least that seeding should reach of psql's rate.
const BAR: f64 = 0.9;

/// Seeds and lets psql do the same, in turns, each on a fresh database; prints the medians.
pub(crate) fn run(server: &Server, scale: Scale, rounds: u32) -> Result<()> {
    let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let options = SeedOptions { scale, seed: 1, jobs, reset: false };
    let folder = tempfile::tempdir_in(server.scratch())?;
    script::write(folder.path(), &options)?;
    let (mut ours, mut psqls) = (Vec::new(), Vec::new());
    for round in 1..=rounds {
        eprintln!("seeding at scale {scale}, round {round} of {rounds}");
        let started = fresh(server, "bench_seed")?;
        let began = Instant::now();
        seed(&mut connect(&started)?, &options, &mut ())?;
        ours.push(began.elapsed());

        let started_psql = fresh(server, "bench_psql")?;
        let began = Instant::now();
        psql(server, &started_psql, folder.path())?;
        psqls.push(began.elapsed());
        for database in [&started, &started_psql] {
            check(database, scale)?;
        }
    }
    report(scale, median(&mut ours), median(&mut psqls))
}

fn fresh(server: &Server, name: &str) -> Result<Conninfo> {
    make_fresh(&mut connect(&server.database("postgres"))?, name)?;
    let database = server.database(name);
    let mut conn = connect(&database)?;
    migrations::up(&mut conn, None, || ())?;
    // Making a database leaves the disk busy; what follows shouldn't meet that.
    conn.batch_execute("CHECKPOINT")?;
    Ok(database)
}

fn psql(server: &Server, database: &Conninfo, folder: &std::path::Path) -> Result<()> {
    let mut command = Command::new(server.program("psql")?);
    command.envs(database.environment()).current_dir(folder);
    command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", script::FILE]);
    let output = command.output().context("psql can't be run")?;
    if !output.status.success() {
        bail!("psql failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// Both have to be right and whole, or the times mean nothing.
fn check(database: &Conninfo, scale: Scale) -> Result<()> {
    let outcomes = audit(&mut connect(database)?, &[], &mut ())?;
    for outcome in &outcomes {
        ensure!(outcome.findings.is_empty(), "{} is broken: {}", outcome.name, outcome.findings.join(", "));
    }
    let transfers = outcomes.iter().find(|outcome| outcome.name == "transfers-balance");
    let held = transfers.and_then(|outcome| u64::try_from(outcome.checked).ok());
    ensure!(held == Some(scale.transfers()), "{held:?} transfers instead of {}", scale.transfers());
    Ok(())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(f64::NAN, Duration::as_secs_f64)
}

fn report(scale: Scale, ours: f64, psql: f64) -> Result<()> {
    let ratio = psql / ours;
    let verdict = if ratio >= BAR { "kept" } else { "failed" };
    println!("seed at scale {scale}: {ours:.2} s, psql with the rows in files: {psql:.2} s");
    println!("{ratio:.2} of psql's rate, should be at least {BAR}: {verdict}");
    println!("largest memory of this process: {}", peak_memory().context("/proc/self/status can't be read")?);
    Ok(())
}

/// Linux only, as the measured CPU times are.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

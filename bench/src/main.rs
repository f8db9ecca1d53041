//! Measures the ledger beside its peers.

mod bars;
mod contender;
mod cpu;
mod databases;
mod flatness;
mod invariants;
mod ledger_books;
mod load;
mod meter;
mod options;
mod picker;
mod plain_bank;
mod plan;
mod report;
mod results;
mod sample;
mod seeding;
mod server;
mod side_by_side;
mod turn;
mod workload;
mod zipf;

use anyhow::{Context, Result};
use clap::Parser;

use databases::Databases;
use options::Options;
use results::Results;
use server::Server;

fn main() -> Result<()> {
    let options = Options::parse().settled();
    plan::check_names(&options)?;
    let server = Server::start(&options.data)?;
    if let Some(scale) = options.seeding {
        return seeding::run(&server, scale, options.rounds);
    }
    let databases = Databases::new(&server, options.accounts);
    let mut results = Results::default();
    side_by_side::run(&databases, &options, &mut results)?;
    flatness::run(&databases, &options, &mut results)?;
    let lines = results.lines();
    let verdicts = bars::verdicts(&lines);
    print!("{}", report::text(&lines, &verdicts)?);
    if options.quick {
        println!("\nA smoke run is too short to judge by: run without --quick.");
    }
    if let Some(file) = &options.json {
        let text = serde_json::to_string_pretty(&report::json(&lines, &verdicts, &options))?;
        std::fs::write(file, text + "\n").with_context(|| format!("can't write {}", file.display()))?;
    }
    Ok(())
}

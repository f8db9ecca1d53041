//! Whether full books are slower than almost empty ones.

use anyhow::Result;
use ledgerstore::database::connect;

use crate::contender::{Contender, Schema};
use crate::databases::Databases;
use crate::options::Options;
use crate::results::Results;
use crate::workload::{ENTRIES_FEW, ENTRIES_MANY, Workload};
use crate::{invariants, ledger_books, plan, turn};

/// Entries of the almost empty books.
const FEW: u64 = 10_000;

/// Turns on the almost empty books, made anew for each, and on the full ones go in alternation.
pub(crate) fn run(databases: &Databases<'_>, options: &Options, results: &mut Results) -> Result<()> {
    let few = plan::contenders(&ENTRIES_FEW, options);
    let many = plan::contenders(&ENTRIES_MANY, options);
    let mut full = None;
    for round in 1..=options.rounds {
        for contender in &few {
            eprintln!("{} entries, {}, round {round} of {}", FEW, contender.name, options.rounds);
            let mut books = Books::fill(databases, "bench_entries_few", options, FEW)?;
            books.turn(databases, contender, &ENTRIES_FEW, options, results)?;
        }
        for contender in &many {
            let books = match full.take() {
                Some(books) => full.insert(books),
                None => full.insert(Books::fill(databases, "bench_entries_many", options, options.entries)?),
            };
            eprintln!("{} entries, {}, round {round} of {}", options.entries, contender.name, options.rounds);
            books.turn(databases, contender, &ENTRIES_MANY, options, results)?;
        }
    }
    Ok(())
}

/// A database and how many transfers it should hold.
struct Books {
    database: String,
    transfers: u64,
}

impl Books {
    fn fill(databases: &Databases<'_>, name: &str, options: &Options, entries: u64) -> Result<Self> {
        let database = databases.make_ledger(name)?;
        let mut conn = connect(&databases.server.database(&database))?;
        eprintln!("filling {database} with {entries} entries");
        let transfers = ledger_books::add_entries(&mut conn, options.accounts, entries)?;
        Ok(Self { database, transfers })
    }

    fn turn(
        &mut self,
        databases: &Databases<'_>,
        contender: &Contender,
        workload: &Workload,
        options: &Options,
        results: &mut Results,
    ) -> Result<()> {
        let (sample, transfers) = turn::take(databases.server, &self.database, contender, workload, options)?;
        self.transfers += transfers;
        results.add(workload.name, contender.name, sample);
        let mut conn = connect(&databases.server.database(&self.database))?;
        invariants::check(&mut conn, Schema::Ledger, self.transfers)
    }
}

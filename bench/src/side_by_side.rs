//! The contenders of each workload in turns: A B C, A B C, … so that a slow minute of the machine meets all of them.

use anyhow::Result;
use ledgerstore::database::connect;

use crate::contender::Schema;
use crate::databases::Databases;
use crate::options::Options;
use crate::results::Results;
use crate::workload::WORKLOADS;
use crate::{invariants, plan, turn};

pub(crate) fn run(databases: &Databases<'_>, options: &Options, results: &mut Results) -> Result<()> {
    let planned: Vec<_> = WORKLOADS
        .iter()
        .map(|workload| (workload, plan::contenders(workload, options)))
        .filter(|(_, contenders)| !contenders.is_empty())
        .collect();
    if planned.is_empty() {
        return Ok(());
    }
    let ledger = databases.make_ledger("bench_ledger")?;
    let plain_bank = databases.make_plain_bank("bench_plain_bank")?;
    let mut books = [(Schema::Ledger, ledger, 0), (Schema::PlainBank, plain_bank, 0)];
    for (workload, contenders) in planned {
        for round in 1..=options.rounds {
            eprintln!("{}, round {round} of {}", workload.name, options.rounds);
            for contender in &contenders {
                for (_, database, acknowledged) in books.iter_mut().filter(|book| book.0 == contender.schema)
                {
                    let (sample, transfers) =
                        turn::take(databases.server, database, contender, workload, options)?;
                    *acknowledged += transfers;
                    results.add(workload.name, contender.name, sample);
                }
            }
            for (schema, database, acknowledged) in &books {
                let mut conn = connect(&databases.server.database(database))?;
                invariants::check(&mut conn, *schema, *acknowledged)?;
            }
        }
    }
    Ok(())
}

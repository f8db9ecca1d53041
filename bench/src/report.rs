use std::fmt::Write;

use serde_json::json;

use crate::bars::Verdict;
use crate::options::Options;
use crate::results::Line;

/// The results for people.
pub(crate) fn text(lines: &[Line], verdicts: &[Verdict]) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    writeln!(
        out,
        "{:<15} {:<13} {:>11} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "workload", "contender", "transfers/s", "p50 ms", "p99 ms", "CPU µs", "WAL B", "size B"
    )?;
    for Line { workload, contender, median, .. } in lines {
        let cpu = median.server_cpu_us_per_transfer.map_or("-".to_owned(), |cpu| format!("{cpu:.0}"));
        writeln!(
            out,
            "{workload:<15} {contender:<13} {:>11.0} {:>9.3} {:>9.3} {cpu:>9} {:>9.0} {:>9.0}",
            median.transfers_per_second,
            median.p50_ms,
            median.p99_ms,
            median.wal_bytes_per_transfer,
            median.database_bytes_per_transfer,
        )?;
    }
    writeln!(out)?;
    for Verdict { what, bound, ratio, passed } in verdicts {
        let verdict = if *passed { "pass" } else { "FAIL" };
        writeln!(out, "{verdict}  {ratio:>6.2}  {bound:<7} {what}")?;
    }
    Ok(out)
}

/// The results for programs, with what they were measured under.
pub(crate) fn json(lines: &[Line], verdicts: &[Verdict], options: &Options) -> serde_json::Value {
    json!({
        "seconds": options.seconds,
        "warm_up": options.warm_up,
        "rounds": options.rounds,
        "accounts": options.accounts,
        "entries": options.entries,
        "quick": options.quick,
        "processors": std::thread::available_parallelism().map_or(1, usize::from),
        "results": lines,
        "bars": verdicts,
    })
}

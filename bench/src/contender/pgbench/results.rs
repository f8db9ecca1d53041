use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use hdrhistogram::Histogram;

use crate::load::Timing;

/// Reads what pgbench prints at its end.
pub(super) fn summary(text: &str) -> Result<Timing> {
    let transfers: u64 = after(text, "number of transactions actually processed: ")?.parse()?;
    let per_second: f64 = after(text, "tps = ")?.parse()?;
    #[expect(clippy::cast_precision_loss, reason = "a run has far fewer transfers than 2^52")]
    let elapsed = Duration::try_from_secs_f64(transfers as f64 / per_second)?;
    Ok(Timing { transfers, elapsed, ..Timing::none()? })
}

fn after<'t>(text: &'t str, label: &str) -> Result<&'t str> {
    let missing = || format!("pgbench printed no {label:?}: {text}");
    let (_, rest) = text.split_once(label).with_context(missing)?;
    rest.split_whitespace().next().and_then(|word| word.split('/').next()).with_context(missing)
}

/// Reads the logs of each transaction, one file a thread, and removes them. The third column is the latency in
/// microseconds.
pub(super) fn take_latencies(folder: &Path, prefix: &str, into: &mut Histogram<u64>) -> Result<()> {
    for file in folder.read_dir()? {
        let file = file?;
        if !file.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        for line in std::fs::read_to_string(file.path())?.lines() {
            let micros = line.split(' ').nth(2).with_context(|| format!("pgbench logged {line:?}"))?;
            into.record(micros.parse::<u64>()?.max(1))?;
        }
        std::fs::remove_file(file.path())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_summary_of_old_and_new_versions() {
        for count in ["3000", "3000/3000"] {
            let text = format!(
                "number of transactions actually processed: {count}\n\
                 latency average = 0.5 ms\ntps = 1500.0 (without initial connection time)\n"
            );
            let timing = summary(&text).unwrap();
            assert_eq!((timing.transfers, timing.elapsed), (3_000, Duration::from_secs(2)));
        }
    }
}

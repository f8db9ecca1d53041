use std::time::Duration;

use anyhow::{Context, Result};

use crate::contender::{Contender, Site};
use crate::meter::Meter;
use crate::options::Options;
use crate::sample::Sample;
use crate::server::Server;
use crate::workload::Workload;

/// A contender's turn: it connects, warms up, is measured, and disconnects. Returns how many transfers it was told
/// are posted, those of the warm-up included.
pub(crate) fn take(
    server: &Server,
    database: &str,
    contender: &Contender,
    workload: &Workload,
    options: &Options,
) -> Result<(Sample, u64)> {
    let site = Site { server, database: server.database(database), accounts: options.accounts, workload };
    let mut meter = Meter::new(server, database)?;
    measure(contender, &site, &mut meter, options)
        .with_context(|| format!("{} on {}", contender.name, workload.name))
}

fn measure(
    contender: &Contender,
    site: &Site<'_>,
    meter: &mut Meter,
    options: &Options,
) -> Result<(Sample, u64)> {
    let mut load = (contender.open)(site)?;
    let warm_up = load.run(Duration::try_from_secs_f64(options.warm_up)?)?;
    let before = meter.read()?;
    let timing = load.run(Duration::try_from_secs_f64(options.seconds)?)?;
    let sample = Sample::new(&timing, before, meter.read()?);
    Ok((sample, warm_up.transfers + timing.transfers))
}

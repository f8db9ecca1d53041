use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use hdrhistogram::Histogram;

use crate::picker::Picker;

/// What a contender does for a while: its connections are open already.
pub(crate) trait Load {
    /// Transfers at full speed for this long.
    fn run(&mut self, time: Duration) -> Result<Timing>;
}

/// One connection, or one caller, that transfers.
pub(crate) trait Worker: Send {
    /// Makes one request; returns how many transfers it was.
    fn request(&mut self, picker: &mut Picker) -> Result<u64>;
}

/// How a load went.
pub(crate) struct Timing {
    pub(crate) transfers: u64,
    pub(crate) elapsed: Duration,
    /// Of each request, in microseconds.
    pub(crate) latencies: Histogram<u64>,
}

impl Timing {
    pub(crate) fn none() -> Result<Self> {
        Ok(Self { transfers: 0, elapsed: Duration::ZERO, latencies: Histogram::new(3)? })
    }
}

/// Workers of this process, a thread each.
pub(crate) struct Threads {
    workers: Vec<(Box<dyn Worker>, Picker)>,
}

impl Threads {
    /// A worker for each picker.
    pub(crate) fn start(
        pickers: Vec<Picker>,
        mut make: impl FnMut() -> Result<Box<dyn Worker>>,
    ) -> Result<Box<dyn Load>> {
        let workers = pickers.into_iter().map(|picker| Ok((make()?, picker))).collect::<Result<Vec<_>>>()?;
        Ok(Box::new(Self { workers }))
    }
}

impl Load for Threads {
    fn run(&mut self, time: Duration) -> Result<Timing> {
        let start = Instant::now();
        let timings = thread::scope(|scope| {
            let threads: Vec<_> = self
                .workers
                .iter_mut()
                .map(|(worker, picker)| scope.spawn(move || turn(worker.as_mut(), picker, start + time)))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a worker panicked"))))
                .collect::<Result<Vec<_>>>()
        })?;
        let mut all = Timing { elapsed: start.elapsed(), ..Timing::none()? };
        for timing in timings {
            all.transfers += timing.transfers;
            all.latencies.add(&timing.latencies)?;
        }
        Ok(all)
    }
}

fn turn(worker: &mut dyn Worker, picker: &mut Picker, end: Instant) -> Result<Timing> {
    let mut timing = Timing::none()?;
    let mut before = Instant::now();
    while before < end {
        timing.transfers += worker.request(picker)?;
        let after = Instant::now();
        timing.latencies.record(u64::try_from((after - before).as_micros())?.max(1))?;
        before = after;
    }
    Ok(timing)
}

//! PostgreSQL's own load generator running the very statement that the crate prepares: as fast as a client gets.

mod results;
mod script;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use ledgerstore::database::{Conninfo, connect};

use super::Site;
use crate::load::{Load, Timing};

struct Pgbench {
    program: PathBuf,
    database: Conninfo,
    connections: u32,
    folder: tempfile::TempDir,
}

pub(super) fn open(site: &Site<'_>) -> Result<Box<dyn Load>> {
    let folder = tempfile::tempdir_in(site.server.scratch())?;
    let script = script::write(&mut connect(&site.database)?, site)?;
    std::fs::write(folder.path().join("script"), script)?;
    Ok(Box::new(Pgbench {
        program: site.server.program("pgbench")?,
        database: site.database.clone(),
        connections: site.workload.connections,
        folder,
    }))
}

impl Load for Pgbench {
    fn run(&mut self, time: Duration) -> Result<Timing> {
        let output = self.command(time).output().context("pgbench can't be run")?;
        if !output.status.success() {
            bail!("pgbench failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let mut timing = results::summary(&String::from_utf8(output.stdout)?)?;
        results::take_latencies(self.folder.path(), "log", &mut timing.latencies)?;
        Ok(timing)
    }
}

impl Pgbench {
    /// It takes whole seconds only. Part of a second becomes a number of transactions for each connection.
    fn command(&self, time: Duration) -> Command {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut command = Command::new(&self.program);
        command.envs(self.database.environment()).current_dir(self.folder.path());
        command.args(["-n", "-M", "prepared", "-f", "script", "-l", "--log-prefix", "log"]);
        command.args(["-D", "currency=EUR", "-c", &self.connections.to_string()]);
        command.args(["-j", &threads.min(self.connections as usize).to_string()]);
        match time.as_secs() {
            0 => command.args(["-t", &(time.as_millis() / 4 + 1).to_string()]),
            seconds => command.args(["-T", &seconds.to_string()]),
        };
        command
    }
}

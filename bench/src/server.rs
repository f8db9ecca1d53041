use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ledgerstore::database::Conninfo;
use ledgerstore::database::local::{Durability, LocalServer, Status};
use tempfile::TempDir;

/// The bench's own server: durable, all other settings PostgreSQL's defaults. Dropping it stops it and removes its
/// data.
pub(crate) struct Server {
    local: LocalServer,
    root: Conninfo,
    scratch: TempDir,
    /// Removed last.
    _data: TempDir,
}

impl Server {
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let named = || tempfile::Builder::new().prefix("ledgerstore-bench-").tempdir_in(folder);
        let data = named().with_context(|| format!("can't make a folder in {}", folder.display()))?;
        let local = LocalServer::at(data.path(), Durability::Durable)?;
        local.start_with_notice(|notice| eprintln!("{notice}"))?;
        let root = local.url("postgres").parse()?;
        Ok(Self { local, root, scratch: named()?, _data: data })
    }

    pub(crate) fn database(&self, name: &str) -> Conninfo {
        self.root.with_database(name)
    }

    pub(crate) fn postmaster(&self) -> Result<i32> {
        match self.local.status()? {
            Status::Running { pid, .. } => Ok(pid),
            other => {
                bail!("the server doesn't run any more: {other:?}; see {}", self.local.log_file().display())
            }
        }
    }

    /// A program that comes with PostgreSQL, beside the server's own.
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf> {
        let psql = self.local.psql().context("psql is missing: install PostgreSQL's client programs")?;
        let program = psql.with_file_name(name);
        if !program.is_file() {
            bail!("{} is missing: install PostgreSQL's client programs", program.display());
        }
        Ok(program)
    }

    /// A folder for scripts and logs.
    pub(crate) fn scratch(&self) -> &Path {
        self.scratch.path()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.local.stop() {
            eprintln!("the server wasn't stopped: {error}");
        }
    }
}

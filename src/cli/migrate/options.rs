use std::path::{Path, PathBuf};
use std::time::Duration;

use super::duration;
use crate::cli::context::Refused;
use crate::database::migrations::{Extent, MigrationError, Migrations, Options};

/// Which migrations there are.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Source {
    /// The migrations of this folder, of any Diesel project, instead of those built in.
    #[arg(long, value_name = "DIR")]
    migrations: Option<PathBuf>,
}

impl Source {
    pub(in crate::cli) fn read(&self) -> anyhow::Result<Migrations> {
        Ok(match &self.migrations {
            Some(folder) => Migrations::read(folder)?,
            None => Migrations::embedded()?,
        })
    }
}

/// Where migrations are written.
#[derive(Debug, clap::Args)]
pub(super) struct Folder {
    /// The folder of migrations; else `migrations` here or in a folder above.
    #[arg(long, value_name = "DIR")]
    migrations: Option<PathBuf>,
}

impl Folder {
    pub(super) fn find(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = &self.migrations {
            return Ok(folder.clone());
        }
        let here = std::env::current_dir()?;
        let found = here.ancestors().map(|folder| folder.join("migrations")).find(|folder| folder.is_dir());
        let found = found.ok_or_else(|| {
            anyhow::anyhow!(
                "there is no folder `migrations` here or above; make one, or name one with --migrations"
            )
        })?;
        // As people would write it, where they are right beside it.
        Ok(found.strip_prefix(&here).map(Path::to_owned).unwrap_or(found))
    }
}

/// How long others are waited for.
#[derive(Debug, clap::Args)]
pub(super) struct Patience {
    /// How long to wait for another migrator and for locks, in all.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration::parse)]
    wait: Duration,
    /// How long a statement may wait for a lock before its migration is rolled back and tried again.
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration::parse)]
    lock_timeout: Duration,
}

impl Patience {
    pub(super) fn options(&self) -> Options {
        Options { wait: self.wait, lock_timeout: self.lock_timeout, ..Options::default() }
    }
}

/// So many, up to one, or all.
pub(super) fn extent(count: Option<u32>, to: Option<String>, otherwise: Extent) -> Extent {
    match (to, count) {
        (Some(wanted), _) => Extent::To(wanted),
        (None, Some(count)) => Extent::Count(count as usize),
        (None, None) => otherwise,
    }
}

/// What somebody has to decide about first is a refusal.
pub(super) fn explained(error: MigrationError) -> anyhow::Error {
    if error.is_refusal() { Refused(error.to_string()).into() } else { error.into() }
}

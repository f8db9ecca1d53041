use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::admin::backup::backup;
use crate::cli::context::Context;
use crate::database::Conninfo;
use crate::database::migrations::{Holder, MigrationFile, Observer};

/// Tells a person what a migrator does.
pub(super) struct Watch<'c> {
    context: &'c Context,
    /// What is done with each migration: "applied".
    done: &'static str,
    /// The migrations that were agreed to, where somebody was asked.
    agreed: Option<Vec<String>>,
    /// The folder that a backup goes to before the first runs, and the database it is of.
    backup: Option<(PathBuf, Conninfo)>,
}

impl<'c> Watch<'c> {
    pub(super) fn new(context: &'c Context, done: &'static str) -> Self {
        Self { context, done, agreed: None, backup: None }
    }

    /// Nothing but these may run: somebody else may have migrated while the person was thinking.
    pub(super) fn agreed(self, chosen: &[&MigrationFile]) -> Self {
        Self { agreed: Some(names(chosen)), ..self }
    }

    /// Nothing runs before this database is backed up into this folder.
    pub(super) fn backing_up(self, backup: Option<(PathBuf, Conninfo)>) -> Self {
        Self { backup, ..self }
    }

    fn back_up(&self, folder: &Path, database: &Conninfo) -> anyhow::Result<()> {
        let made = backup(database, folder, &mut self.context.progress().interruptible()?)?;
        self.context.notice(&format!("backed up to {}", made.file.display()));
        Ok(())
    }

    /// Says so when there was nothing to do.
    pub(super) fn report(&self, done: &[String]) {
        if done.is_empty() {
            self.context.notice("nothing to do");
        }
    }
}

impl Observer for Watch<'_> {
    fn waiting(&mut self, holder: Option<&Holder>) {
        let holder = holder.map(|holder| format!(": {holder}")).unwrap_or_default();
        self.context.notice(&format!("another migrator is at work on this database; waiting for it{holder}"));
    }

    fn before_first(&mut self, chosen: &[&MigrationFile]) -> Result<(), Box<dyn Error + Send + Sync>> {
        if self.agreed.as_ref().is_some_and(|agreed| *agreed != names(chosen)) {
            return Err("somebody else has migrated this database just now; look at it and try again".into());
        }
        if let Some((folder, database)) = &self.backup {
            self.back_up(folder, database)?;
        }
        Ok(())
    }

    fn retrying(&mut self, file: &MigrationFile, reason: &str) {
        self.context.notice(&format!("{}: {reason}; rolled back, trying again", file.name));
    }

    fn repaired(&mut self, file: &MigrationFile, what: &str) {
        self.context.notice(&format!("{}: {what}", file.name));
    }

    fn done(&mut self, file: &MigrationFile, took: Duration) {
        // Long ones only: nobody cares about milliseconds.
        let seconds = if took.as_secs() >= 5 { format!(" in {}s", took.as_secs()) } else { String::new() };
        self.context.notice(&format!("{} {}{seconds}", self.done, file.name));
    }
}

fn names(files: &[&MigrationFile]) -> Vec<String> {
    files.iter().map(|file| file.name.clone()).collect()
}

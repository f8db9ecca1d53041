use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::HumanBytes;

use crate::admin::backup::{BackupError, backup, backup_replacing};
use crate::cli::context::{Context, Refused};
use crate::cli::exit::Misused;
use crate::cli::output::{cell, line, number, text};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Backup {
    /// The file to write, or the folder for it; by default DATABASE-TIME.dump in this folder.
    file: Option<PathBuf>,
    /// Replace the file if it is there.
    #[arg(long)]
    force: bool,
}

impl Backup {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let file = self.file.unwrap_or_else(|| ".".into());
        demand_a_file(&file, "a stream can't be read back; for one, use `pg_dump --format=custom`")?;
        let info = context.conninfo()?;
        context.connect_to(&info)?;
        let make = if self.force { backup_replacing } else { backup };
        let mut progress = context.progress().interruptible()?;
        let made = make(&info, &file, &mut progress).map_err(|error| match error {
            BackupError::Exists(_) => Refused(format!("{error} with --force")).into(),
            error => explained(error),
        })?;
        drop(progress);
        context.notice(&format!(
            "{} tables in {}, read back; the checksum is in {}.sha256",
            made.tables,
            HumanBytes(made.bytes),
            made.file.display()
        ));
        let file = made.file.display();
        if context.output().is_for_people() {
            line(&file.to_string())?;
            return Ok(ExitCode::SUCCESS);
        }
        context.output().json_or_rows(&made, || {
            let columns = [text("file"), number("bytes"), number("tables"), text("sha256")];
            context.output().rows(&columns, &[&made], |made| {
                vec![cell(&file), cell(made.bytes), cell(made.tables), cell(&made.sha256)]
            })
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// `-` means a stream to many programs.
pub(super) fn demand_a_file(file: &Path, advice: &str) -> Result<(), Misused> {
    if file != Path::new("-") {
        return Ok(());
    }
    Err(Misused(format!("a backup is a file, and - is none: {advice}. A file of that name is ./-")))
}

/// A guard's refusal has an exit code of its own.
pub(super) fn explained(error: BackupError) -> anyhow::Error {
    if error.is_refusal() { Refused(error.to_string()).into() } else { error.into() }
}

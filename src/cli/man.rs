use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::CommandFactory;

use super::Cli;
use super::context::Context;
use super::output::OutputError;

/// Print the manual page, or write one for each command.
///
/// With --out, the folder gets `ledgerstore.1`, `ledgerstore-migrate-up.1` and so on; a folder called `man1` beneath
/// one of `manpath` is where `man` looks.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore man | man -l -
  ledgerstore man --out ~/.local/share/man/man1 && man ledgerstore-migrate-up")]
pub(super) struct Man {
    /// The folder to write the pages of all commands to; it is made if it isn't there.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self.out {
            None => io::stdout().lock().write_all(&main_page()?).map_err(OutputError)?,
            Some(folder) => {
                write_pages(&folder).with_context(|| format!("can't write to {}", folder.display()))?;
                context.notice(&format!("wrote a page for each command to {}", folder.display()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Into memory, so that a closed pipe is the output's failure and no other.
fn main_page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    Ok(page)
}

fn write_pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)
}

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::output::OutputError;

/// Print a shell's completion script.
///
/// Each shell has its own place for it: bash reads the folder of the example at its next start, zsh a file
/// `_ledgerstore` in a folder of $fpath, fish ~/.config/fish/completions/ledgerstore.fish.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore completions bash > ~/.local/share/bash-completion/completions/ledgerstore
  ledgerstore completions fish > ~/.config/fish/completions/ledgerstore.fish")]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        // Into memory first: the generator panics on a closed pipe.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "ledgerstore", &mut script);
        io::stdout().lock().write_all(&script).map_err(OutputError)?;
        Ok(ExitCode::SUCCESS)
    }
}

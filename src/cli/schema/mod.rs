mod diagram;

use std::process::ExitCode;

use super::context::Context;

/// Draw the schema.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Example:
  ledgerstore schema diagram > schema.mmd")]
pub(super) enum Schema {
    /// Print an entity relationship diagram of the live database, for Mermaid.
    ///
    /// Tables, columns with their types and keys, and how they refer to each other, read from the database itself.
    #[command(after_help = "Example:
  ledgerstore schema diagram > schema.mmd")]
    Diagram,
}

impl Schema {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Diagram => diagram::run(context),
        }
    }
}

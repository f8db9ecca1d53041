mod diagram;

use std::process::ExitCode;

use super::context::Context;
pub(super) use diagram::Language;

/// Draw the schema.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Example:
  ledgerstore schema diagram > schema.mmd")]
pub(super) enum Schema {
    Diagram(diagram::Diagram),
}

impl Schema {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Diagram(command) => command.run(context),
        }
    }
}

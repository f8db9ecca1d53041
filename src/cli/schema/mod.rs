mod diagram;
mod drift;
mod dump;
mod report;
mod scratch;

use std::process::ExitCode;

use super::context::Context;
pub(super) use diagram::Language;

/// Draw, dump and check the schema.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore schema diagram > schema.mmd
  ledgerstore schema dump --out schema.sql
  ledgerstore schema drift")]
pub(super) enum Schema {
    Diagram(diagram::Diagram),
    Dump(dump::Dump),
    Drift(drift::Drift),
}

impl Schema {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Diagram(command) => command.run(context),
            Self::Dump(command) => command.run(context),
            Self::Drift(command) => command.run(context),
        }
    }
}

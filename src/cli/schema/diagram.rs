use std::process::ExitCode;

use crate::admin::diagram;
use crate::cli::context::Context;
use crate::cli::output::line;

/// Print an entity relationship diagram of the live database, for Mermaid.
///
/// Tables, columns with their types and keys, and how they refer to each other, read from the database itself.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ledgerstore schema diagram > schema.mmd")]
pub(in crate::cli) struct Diagram;

pub(super) fn run(context: &Context) -> anyhow::Result<ExitCode> {
    let mut conn = context.connect_migrated()?;
    line(diagram::mermaid(&mut conn)?.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

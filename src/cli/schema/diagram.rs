use std::process::ExitCode;

use crate::admin::diagram;
use crate::cli::context::Context;
use crate::cli::output::line;

pub(super) fn run(context: &Context) -> anyhow::Result<ExitCode> {
    let mut conn = context.connect_migrated()?;
    line(diagram::mermaid(&mut conn)?.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

use std::process::ExitCode;

use super::options::Folder;
use crate::cli::context::Context;
use crate::cli::exit::FOUND;
use crate::database::migrations::{Migrations, SumError, check_sums, write_sums};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Sum {
    /// Write nothing; exit 3 when the file doesn't fit the folder.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    folder: Folder,
}

impl Sum {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let folder = self.folder.find()?;
        let migrations = Migrations::read(&folder)?;
        if self.check {
            return check(context, check_sums(&folder, &migrations));
        }
        let changes = write_sums(&folder, &migrations)?;
        for change in &changes {
            context.notice(change);
        }
        if changes.is_empty() {
            context.notice("nothing to do");
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn check(context: &Context, checked: Result<bool, SumError>) -> anyhow::Result<ExitCode> {
    match checked {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => anyhow::bail!("there is no migrations.sum in the folder; `migrate sum` writes it"),
        Err(found @ (SumError::Differs { .. } | SumError::Line { .. })) => {
            context.notice(&found.to_string());
            Ok(ExitCode::from(FOUND))
        }
        Err(error) => Err(error.into()),
    }
}

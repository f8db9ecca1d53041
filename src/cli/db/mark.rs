use std::process::ExitCode;

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::output::line;
use crate::database::{self, find_mark, set_mark};

/// What a database is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Purpose {
    /// Development: may be seeded, emptied and made anew.
    Dev,
    /// Tests: the same.
    Test,
    /// Real data: nothing here destroys them.
    Prod,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Mark {
    /// What it is for; without it, the present mark is printed.
    #[arg(value_enum)]
    purpose: Option<Purpose>,
}

#[derive(Debug, Serialize)]
struct Report {
    mark: Option<database::Mark>,
}

impl Mark {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut conn = context.connect()?;
        if let Some(purpose) = self.purpose {
            let mark = purpose.into();
            set_mark(&mut conn, mark)?;
            context.notice(&format!("marked as {mark}"));
            return Ok(ExitCode::SUCCESS);
        }
        let mark = find_mark(&mut conn)?;
        if mark.is_none() {
            context.notice("the database isn't marked, which counts as prod");
        }
        context
            .output()
            .json_or_rows(&Report { mark }, || Ok(mark.iter().try_for_each(|mark| line(mark.as_str()))?))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl From<Purpose> for database::Mark {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Dev => Self::Dev,
            Purpose::Test => Self::Test,
            Purpose::Prod => Self::Prod,
        }
    }
}

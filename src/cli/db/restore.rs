use std::path::PathBuf;
use std::process::ExitCode;

use super::backup::{demand_a_file, explained};
use crate::admin::audit::audit;
use crate::admin::backup::{BackupError, Roles, restore};
use crate::cli::audit::report;
use crate::cli::context::{Context, Refused};
use crate::cli::exit::FOUND;
use crate::database::migrations::{self, MigrationError};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Restore {
    /// The backup.
    file: PathBuf,
    /// Restore owners and grants too; the roles have to be there.
    #[arg(long)]
    with_roles: bool,
}

impl Restore {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        demand_a_file(&self.file, "pg_restore reads it more than once")?;
        let info = context.conninfo()?;
        let mut conn = context.connect_to(&info)?;
        let roles = if self.with_roles { Roles::Keep } else { Roles::Leave };
        let mut progress = context.progress().interruptible()?;
        let restored = restore(&info, &self.file, roles, &mut progress).map_err(|error| match error {
            BackupError::NotEmpty { .. } => {
                let empty = "`ledgerstore db reset --empty` empties the connection's own";
                Refused(format!("{error} ({empty})")).into()
            }
            error => explained(error),
        })?;
        drop(progress);
        if !restored.checksum {
            context.notice("there was no checksum beside it to compare it with");
        }
        context.notice(&format!("restored {} tables", restored.tables));
        match migrations::check(&mut conn) {
            Ok(()) => report(context, &audit(&mut conn, &[], &mut context.progress())?),
            Err(differs @ (MigrationError::Pending { .. } | MigrationError::DatabaseIsNewer { .. })) => {
                context.notice(&format!("not audited: {differs}, then `ledgerstore audit`"));
                Ok(ExitCode::from(FOUND))
            }
            Err(error) => Err(error.into()),
        }
    }
}

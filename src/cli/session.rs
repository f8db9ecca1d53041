use std::process::ExitCode;

use super::context::Context;
use super::inspect::{Page, list_sessions};
use crate::admin::inspect::find_user;
use crate::auth;
use crate::models;
use crate::types::SessionId;

/// List and end sessions.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore session list --user anna
  ledgerstore session revoke 7
  ledgerstore session purge")]
pub(super) enum Session {
    /// List sessions, the newest first, as `inspect sessions` does.
    #[command(after_help = "Examples:
  ledgerstore session list
  ledgerstore session list --user anna")]
    List {
        /// Only of this user: a username, an e-mail address or a number.
        #[arg(long, value_name = "USER")]
        user: Option<String>,
        #[command(flatten)]
        page: Page<SessionId>,
    },
    /// End one session, or all of a user's.
    #[command(after_help = "Examples:
  ledgerstore session revoke 7
  ledgerstore session revoke --user anna")]
    Revoke(Revoke),
    /// Remove the sessions that have expired or whose code can't be confirmed any more.
    #[command(after_help = "Example:
  ledgerstore session purge")]
    Purge,
}

/// Which sessions to end.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct Revoke {
    /// The session's number.
    #[arg(value_name = "SESSION", allow_negative_numbers = true)]
    id: Option<SessionId>,
    /// All of this user's: a username, an e-mail address or a number.
    #[arg(long, value_name = "USER")]
    user: Option<String>,
}

impl Session {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        match self {
            Self::List { user, page } => list_sessions(context, conn, user.as_deref(), &page)?,
            Self::Revoke(which) => {
                let ended = which.run(conn)?;
                context.notice(&format!("ended {}", sessions(ended)));
            }
            Self::Purge => {
                let purged = auth::purge_expired(conn)?;
                context.notice(&format!("removed {}", sessions(purged)));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Revoke {
    fn run(&self, conn: &mut diesel::PgConnection) -> anyhow::Result<usize> {
        if let Some(user) = &self.user {
            let user = find_user(conn, user)?;
            return Ok(models::Session::delete_of_user(conn, user.id, None)?);
        }
        let id = self.id.ok_or_else(|| anyhow::anyhow!("give a session's number or --user"))?;
        anyhow::ensure!(
            models::Session::delete(conn, id)?,
            "there is no session {id}: `ledgerstore session list` shows those there are"
        );
        Ok(1)
    }
}

fn sessions(count: usize) -> String {
    if count == 1 { "1 session".to_owned() } else { format!("{count} sessions") }
}

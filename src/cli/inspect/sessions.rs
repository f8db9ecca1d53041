use diesel::PgConnection;

use super::options::{Page, tell};
use crate::admin::inspect::{SessionQuery, SessionRow, find_user, list_sessions};
use crate::cli::context::Context;
use crate::cli::output::{at, cell, number, state, text, time};
use crate::types::SessionId;

/// List sessions, the newest first.
///
/// `waiting` for the one-time code, `signed in`, `expired`, `locked` after too many wrong codes, or `ended`: the user was
/// deleted or locked, or has changed the password since. Neither the verifiers of their cookies nor their codes are
/// shown.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect sessions
  ledgerstore inspect sessions --user anna")]
pub(in crate::cli) struct Sessions {
    /// Only of this user: a username, an e-mail address or a number.
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    page: Page<SessionId>,
}

impl Sessions {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        list(context, conn, self.user.as_deref(), &self.page)
    }
}

/// The sessions of `session list`, as `inspect sessions` lists them.
pub(in crate::cli) fn list(
    context: &Context,
    conn: &mut PgConnection,
    user: Option<&str>,
    page: &Page<SessionId>,
) -> anyhow::Result<()> {
    let user = user.map(|who| find_user(conn, who)).transpose()?.map(|user| user.id);
    let found = list_sessions(conn, &SessionQuery { user, after: page.after, limit: page.limit.limit })?;
    show_rows(context, &found.rows)?;
    tell(context, &found, |last| last.session.id.to_string());
    Ok(())
}

pub(super) fn show_rows(context: &Context, sessions: &[SessionRow]) -> anyhow::Result<()> {
    let columns =
        [number("id"), text("user"), state("state"), number("wrong codes"), time("since"), time("until")];
    context.output().rows(&columns, sessions, |SessionRow { session, username, state }| {
        vec![
            cell(session.id),
            cell(username),
            cell(state),
            cell(session.otp_code_attempts),
            at(session.created_at),
            at(session.expires_at),
        ]
    })
}

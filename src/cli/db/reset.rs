use std::process::ExitCode;

use diesel::PgConnection;

use crate::admin::reset::{self, Doomed, Leave, ResetError, Session};
use crate::cli::confirm::{confirm, demand_expendable};
use crate::cli::context::{Context, Refused};

/// So many other sessions are named.
const NAMED: usize = 5;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Reset {
    /// Don't ask.
    #[arg(long)]
    yes: bool,
    /// Leave the schema empty, for `db restore`, and apply no migrations.
    #[arg(long)]
    empty: bool,
}

impl Reset {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut conn = context.connect()?;
        let leave = if self.empty { Leave::Empty } else { Leave::Migrated };
        let what = describe(&reset::doomed(&mut conn)?, leave);
        demand_expendable(&mut conn, &what)?;
        tell_of_others(context, &mut conn)?;
        confirm(self.yes, &what)?;
        let waiting = || context.notice("another migrator is at work on this database; waiting for it");
        let done = reset::reset(&mut conn, leave, waiting).map_err(|error| match error {
            ResetError::WouldReach(_) => Refused(error.to_string()).into(),
            error => anyhow::Error::from(error),
        })?;
        context.notice(&format!("dropped {}, applied {}", many(done.dropped, "object"), migrations(&done)));
        Ok(ExitCode::SUCCESS)
    }
}

fn describe(doomed: &Doomed, leave: Leave) -> String {
    let Doomed { schema, tables, others } = doomed;
    let then = match leave {
        Leave::Migrated => "and apply the migrations anew",
        Leave::Empty => "and leave it empty",
    };
    format!(
        "drop all that is in the schema {schema}, {} with their rows and {}, {then}",
        many(*tables, "table"),
        many(*others, "other object")
    )
}

fn migrations(done: &reset::Reset) -> String {
    if done.applied.is_empty() { "no migrations".to_owned() } else { many(done.applied.len(), "migration") }
}

fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn tell_of_others(context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
    let others = reset::other_sessions(conn)?;
    if others.is_empty() {
        return Ok(());
    }
    let mut named: Vec<_> = others.iter().take(NAMED).map(name).collect();
    if others.len() > NAMED {
        named.push("…".to_owned());
    }
    context.notice(&format!(
        "connected to the same database: {} ({}). They lose the tables that they work on",
        many(others.len(), "other session"),
        named.join("; ")
    ));
    Ok(())
}

fn name(session: &Session) -> String {
    let role = session.role.as_deref().map(|role| format!(" of {role}")).unwrap_or_default();
    let application = session.application.as_deref().map(|name| format!(", {name}")).unwrap_or_default();
    format!("process {}{role}{application}", session.pid)
}

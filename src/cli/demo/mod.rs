mod document;
mod next;
mod story;

use std::process::ExitCode;

use anyhow::Context as _;

use super::context::{Context, Refused};
use super::exit::Misused;
use crate::admin::demo::play;
use crate::database::{Conninfo, FreshError, make_fresh, migrations};

/// The database that the story is told in, made anew each time.
const DATABASE: &str = "ledgerstore_demo";

/// Tell a short story with real data on a fresh database.
///
/// It makes the database `ledgerstore_demo` anew, on the local server or on the one of DATABASE_URL, applies all
/// migrations, and lets two people sign up, pay each other and buy something. It touches no other database, and
/// can be run again and again. With `--format json` the whole story is one document; as CSV it can't be told.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore demo
  ledgerstore demo --format json | jq .trial_balance")]
pub(super) struct Demo {}

impl Demo {
    #[allow(clippy::unused_self, reason = "commands are run in one way, with options or without")]
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if context.output().is_csv() {
            return Err(Misused("a story isn't rows: choose --format table or json for `demo`".into()).into());
        }
        let target = fresh_database(context)?;
        let mut conn = context.connect_to(&target)?;
        let applied = migrations::up(&mut conn, None, || {})?;
        context.notice(&format!("made the database {DATABASE} and applied {} migrations", applied.len()));
        let played = play(&mut conn)?;
        context.output().json_or_rows(&document::Document::new(&played, &target), || {
            story::tell(context, &played)?;
            next::suggest(context, &played, &target)
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn fresh_database(context: &Context) -> anyhow::Result<Conninfo> {
    let server = context.named()?.map_or_else(|| context.local("postgres"), Ok)?;
    match make_fresh(&mut context.connect_to(&server)?, DATABASE) {
        Err(refused @ FreshError::NotOurs(_)) => {
            Err(Refused(format!("{refused}; rename it or drop it to see the demo")).into())
        }
        made => {
            made.context("the demo needs a database of its own")?;
            Ok(server.with_database(DATABASE))
        }
    }
}

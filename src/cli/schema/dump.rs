use std::path::PathBuf;
use std::process::ExitCode;

use super::scratch::Scratch;
use crate::admin::dump::dump;
use crate::admin::reference::{applied, known, reference};
use crate::cli::context::Context;
use crate::cli::out_file;
use crate::cli::output::line;
use crate::database::catalog::{Catalog, Kind, Scope, describe_scope};

/// The first lines of a dump, which say how to use it.
const LIVE: &str = "\
A schema of ledgerstore, made by `ledgerstore schema dump`.
Load it into an empty database: psql -X -v ON_ERROR_STOP=1 -f FILE DATABASE";
const EXPECTED: &str = "\
The schema of ledgerstore as the migrations make it. Not edited: made by `ledgerstore schema dump --expected`.
Load it into an empty database: psql -X -v ON_ERROR_STOP=1 -f FILE DATABASE";

/// Print the schema as SQL that makes it in an empty database.
///
/// The text depends neither on the machine nor on who owns the schema and what it is called. With the definitions come
/// the migrations' history and the rows that migrations write, so that a database loaded from it counts as migrated
/// and works. The rows are found by applying the migrations in a scratch schema, which is rolled back.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore schema dump --out schema.sql && psql -f schema.sql EMPTY_DATABASE
  ledgerstore schema dump --expected --out src/schema.sql")]
pub(in crate::cli) struct Dump {
    /// Write to this file, all or nothing, instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Dump what this program's migrations make, all of them, instead of what is in the database.
    #[arg(long)]
    expected: bool,
    /// Only the definitions: neither the migrations' history nor their rows.
    #[arg(long)]
    no_history: bool,
    /// With what others than the owner may do.
    #[arg(long)]
    privileges: bool,
    #[command(flatten)]
    scratch: Scratch,
}

impl Dump {
    pub(in crate::cli) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let text = self.text(context)?;
        match &self.out {
            Some(file) => {
                out_file::replace(file, text.as_bytes())?;
                context.notice(&format!("wrote {}", file.display()));
            }
            None => line(text.trim_end())?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn text(&self, context: &Context) -> anyhow::Result<String> {
        let scope = Scope { privileges: self.privileges };
        let (mut conn, mut scratch) = (context.connect()?, self.scratch.connect()?);
        if self.expected {
            let made = reference(scratch.as_mut().unwrap_or(&mut conn), &known()?, scope)?;
            return Ok(dump(EXPECTED, &made.catalog, (!self.no_history).then_some(&made)));
        }
        let live = describe_scope(&mut conn, scope)?;
        warn(context, &live);
        if self.no_history {
            return Ok(dump(LIVE, &live, None));
        }
        let applied = applied(&mut conn)?;
        let made = reference(scratch.as_mut().unwrap_or(&mut conn), &applied, Scope::default())?;
        Ok(dump(LIVE, &live, Some(&made)))
    }
}

/// What is missing from the dump is said where it is seen.
fn warn(context: &Context, live: &Catalog) {
    let others = live.objects().iter().filter(|object| object.kind == Kind::Other).count();
    if others > 0 {
        context
            .notice(&format!("{others} objects are named in comments only: see `-- … is not written here`"));
    }
    if live.objects().is_empty() {
        context.notice("the schema is empty; make it with `ledgerstore migrate up`");
    }
}

//! `migrate`: one file per command.

mod down;
mod duration;
mod mark;
mod new;
mod options;
mod plan;
mod print_schema;
mod status;
mod sum;
mod up;
mod verify;
mod watch;

use std::process::ExitCode;

use super::context::Context;

/// Apply, revert, list and write migrations.
///
/// Those of this program are built into it; --migrations takes those of any Diesel project's folder. Diesel's own
/// command line tool reads and writes the same history.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore migrate status
  ledgerstore migrate up
  ledgerstore migrate down --yes")]
pub(super) enum Migrate {
    /// Apply the pending migrations, all or the next N.
    ///
    /// Each one and its history row are one transaction: a migration that fails leaves nothing behind, and is shown
    /// with the line that failed. Where it can't have a lock it is rolled back and tried again, until --wait is
    /// over, so that nobody queues behind it. What runs without a transaction and was interrupted is put right.
    /// Nothing runs when an applied migration was edited, or a pending one is older than an applied one (exit code 4).
    #[command(after_help = "Examples:
  ledgerstore migrate up
  ledgerstore migrate up 1
  ledgerstore migrate up --to add_users --dry-run
  ledgerstore migrate up --backup .
  ledgerstore migrate up --migrations ./migrations --wait 5min")]
    Up(up::Up),
    /// Revert the newest N migrations, 1 when not given; what their tables hold is lost.
    ///
    /// Only on a database marked dev or test. It asks first; where there is no terminal to ask on, it refuses (exit
    /// code 4) unless --yes is given.
    #[command(after_help = "Examples:
  ledgerstore migrate down --yes
  ledgerstore migrate down 3 --yes
  ledgerstore migrate down --to add_users")]
    Down(down::Down),
    /// Revert the newest N migrations and apply them again; what their tables hold is lost.
    ///
    /// All in one transaction: when one fails, everything is as it was. It asks first, as `migrate down` does.
    #[command(after_help = "Examples:
  ledgerstore migrate redo --yes
  ledgerstore migrate redo 2 --yes")]
    Redo(down::Redo),
    /// List the migrations and how each stands.
    ///
    /// applied: the database has it. pending: `migrate up` will run it. out of order: it isn't applied, but a newer
    /// one is. edited: it is applied, and its up.sql isn't the text that was run. missing: it is applied, but there is
    /// no such migration here. It changes nothing. With --check, anything but applied makes the exit code 3, for a
    /// deploy script.
    #[command(after_help = "Examples:
  ledgerstore migrate status
  ledgerstore migrate status --check || echo 'not up to date'")]
    Status(status::Status),
    Plan(plan::Plan),
    /// Print the version of the newest applied migration.
    ///
    /// On an empty database it prints nothing (null with `--format json`).
    #[command(after_help = "Example:
  ledgerstore migrate version")]
    Version,
    /// Make the folder of a new migration, with up.sql and down.sql to fill in.
    ///
    /// It is dated now, as `diesel migration generate` does it, and prints the files that it made.
    #[command(after_help = "Examples:
  ledgerstore migrate new add_phone_to_users
  ledgerstore migrate new index_orders_by_status --no-transaction
  ledgerstore migrate new what_schema_rs_has_more --diff")]
    New(new::New),
    /// Write the history without running anything: what counts as applied, and what doesn't.
    ///
    /// For a database whose tables were made otherwise (a baseline), and to accept the new text of a migration that
    /// was edited.
    #[command(after_help = "Examples:
  ledgerstore migrate mark add_users
  ledgerstore migrate mark --unapplied add_users
  ledgerstore migrate mark --to add_users --migrations ./migrations")]
    Mark(mark::Mark),
    /// Prove every migration on a scratch database: up, down and up again, over tables that hold rows.
    ///
    /// For CI. After each one rows are planted, made up from the columns' types or taken from --plant, so that the
    /// next meets tables that hold something. What it did has to be gone after its down.sql, rows and all, and to be
    /// the same the second time. migrations.sum, the findings of `migrate plan`, and schema.rs (where the program
    /// `diesel` is installed) are looked at too. Exit code 3 when something is wrong. The database of DATABASE_URL
    /// itself is only connected to.
    #[command(after_help = "Examples:
  ledgerstore migrate verify
  ledgerstore migrate verify --migrations ./migrations")]
    Verify(verify::Verify),
    /// Write migrations.sum, the checksums of a folder's migrations, to be committed with them.
    ///
    /// Lines are added at its end, so that two branches which both add a migration meet in a merge conflict. `migrate
    /// up --migrations` refuses a folder that its file doesn't fit (exit code 4).
    #[command(after_help = "Examples:
  ledgerstore migrate sum
  ledgerstore migrate sum --check")]
    Sum(sum::Sum),
}

impl Migrate {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Up(command) => command.run(context),
            Self::Down(command) => command.run(context),
            Self::Redo(command) => command.run(context),
            Self::Status(command) => command.run(context),
            Self::Plan(command) => command.run(context),
            Self::Version => status::version(context),
            Self::New(command) => command.run(context),
            Self::Mark(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Sum(command) => command.run(context),
        }
    }
}

mod mark;
mod server;
mod shell;
mod url;

use std::process::ExitCode;

use super::context::Context;

/// Where the database is, its local server, a shell.
///
/// DATABASE_URL, in the environment or in .env, names the database. Without it, a PostgreSQL server of
/// ledgerstore's own is used: any command starts it and it stays up, until `db stop` stops it.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore db status
  ledgerstore db shell -- -c 'SELECT count(*) FROM transfers'
  ledgerstore db stop")]
pub(super) enum Db {
    /// Print the database's URL, without its password; a local server is started for it.
    #[command(after_help = "Examples:
  ledgerstore db url
  DATABASE_URL=\"$(ledgerstore db url --show-password)\" diesel migration list")]
    Url(url::Url),
    /// Tell whether the server answers, and where the local one's data is.
    ///
    /// It starts nothing. With DATABASE_URL it connects, and exits 6 when that fails.
    #[command(after_help = "Examples:
  ledgerstore db status
  ledgerstore --format json db status | jq -r .state")]
    Status,
    /// Stop the local server; its data stays.
    ///
    /// Who is connected is cut off, and what isn't committed is rolled back. The next command starts it again.
    #[command(after_help = "Example:
  ledgerstore db stop")]
    Stop,
    /// Say what the database is for: dev, test or prod.
    ///
    /// Commands that could destroy data look at this mark, and do so only where it is dev or test. It is kept in the
    /// database's comment; without one a database counts as prod. The local server's are dev.
    #[command(after_help = "Examples:
  ledgerstore db mark
  ledgerstore db mark dev")]
    Mark(mark::Mark),
    /// Open psql on the database.
    #[command(after_help = "Examples:
  ledgerstore db shell
  ledgerstore db shell -- -c 'SELECT count(*) FROM transfers'
  ledgerstore db shell -- --csv -f report.sql > report.csv")]
    Shell(shell::Shell),
}

impl Db {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Url(command) => command.run(context),
            Self::Status => server::status(context),
            Self::Stop => server::stop(context),
            Self::Mark(command) => command.run(context),
            Self::Shell(command) => command.run(context),
        }
    }
}

mod backup;
mod mark;
mod reset;
mod restore;
mod server;
mod shell;
mod url;

use std::process::ExitCode;

use super::context::Context;

/// Where the database is, its local server, a shell, backups.
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
    /// Back up the whole database into a file.
    ///
    /// Every schema of it as it is at one instant, in the custom format of `pg_dump`. The file is read back, then put in
    /// its place whole, readable by its owner only, with its SHA-256 in FILE.sha256 as `sha256sum -c` reads it. Its
    /// path is printed. A file that is there already is refused (exit code 4); a failure leaves nothing behind.
    ///
    /// Roles, the database's settings and its mark aren't in it. It holds password hashes: keep it as the database.
    #[command(after_help = "Examples:
  ledgerstore db backup
  ledgerstore db backup shop.dump --force
  sha256sum -c shop.dump.sha256")]
    Backup(backup::Backup),
    /// Restore a backup into an empty database, and audit it.
    ///
    /// The checksum is compared first, where FILE.sha256 is there. All is restored in one transaction: when anything
    /// fails, the database is as empty as it was. Then the migrations are compared with this program's and every
    /// invariant is checked; the exit code is 3 when something is found. A schema that holds anything is refused
    /// (exit code 4).
    ///
    /// All belongs to the role that restores it, and grants aren't restored, unless --with-roles is given. The
    /// database's mark stays what it is.
    #[command(after_help = "Examples:
  ledgerstore db restore shop-20261120T101500Z.dump
  ledgerstore --database-url postgres://ledger@localhost/shop_copy db restore shop.dump")]
    Restore(restore::Restore),
    /// Drop everything in the schema of a development database and apply the migrations anew.
    ///
    /// All in one transaction: when anything fails, all is as it was. It reverts no migrations, so it works on a
    /// broken database too. The schema itself, its grants, the mark, extensions and other schemas stay. Only on
    /// databases marked dev or test; it asks first, and where there is no terminal to ask on, it refuses (exit code 4)
    /// unless --yes is given.
    #[command(after_help = "Examples:
  ledgerstore db reset
  ledgerstore db reset --yes && ledgerstore seed
  ledgerstore db reset --empty --yes && ledgerstore db restore shop.dump")]
    Reset(reset::Reset),
}

impl Db {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Url(command) => command.run(context),
            Self::Status => server::status(context),
            Self::Stop => server::stop(context),
            Self::Mark(command) => command.run(context),
            Self::Shell(command) => command.run(context),
            Self::Backup(command) => command.run(context),
            Self::Restore(command) => command.run(context),
            Self::Reset(command) => command.run(context),
        }
    }
}

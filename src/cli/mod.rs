//! The command line: one file per command, with its options and its `run`.

mod account;
mod arguments;
mod audit;
mod completions;
mod confirm;
mod context;
mod db;
mod demo;
mod env_file;
mod exit;
mod inspect;
mod interrupt;
mod man;
mod migrate;
mod money;
mod order;
mod out_file;
mod output;
mod password;
mod product;
mod program;
mod progress;
mod schema;
mod seed;
mod session;
mod table;
mod user;
mod verbose;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use context::Context;

const EXAMPLES: &str = "\
Examples:
  ledgerstore demo                          one minute's tour on a fresh database
  ledgerstore migrate up && ledgerstore seed
  ledgerstore inspect account 8 --limit 5   the latest lines of a statement
  ledgerstore --format json inspect orders | jq '.[].status'
  ledgerstore audit                         check every invariant

`ledgerstore admin COMMAND` is the same as `ledgerstore COMMAND`.";

const MORE: &str = "
Environment, also read from .env in this folder or one above:
  DATABASE_URL        the database; empty or not set: the local server's. In .env, put a URL with a
                      $ in it into single quotes
  LEDGERSTORE_DATA    where the local server keeps its data
  LEDGERSTORE_PG_BIN  the folder of PostgreSQL's programs, for the local server and for backups

Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 a check found something, 4 refused by a guard,
6 the database can't be reached, 130 interrupted.";

/// Money and orders in PostgreSQL: migrate, seed, inspect and audit a ledgerstore database.
///
/// Without DATABASE_URL it uses a PostgreSQL server of its own, which it starts from the programs found on the
/// machine. Data goes to standard output, everything else to standard error.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n{MORE}"))]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// The database: postgres://USER@HOST:PORT/DATABASE. Without it a local server is used.
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database_url: Option<String>,
    /// How rows are printed.
    #[arg(long, global = true, value_parser = output::Format::parser(), default_value = "table")]
    format: output::Choice,
    /// Say only what was asked for: no notices on standard error.
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Show each SQL statement and its time on standard error; the values in it are left out.
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Show people times in UTC instead of local time; JSON and CSV have UTC anyway.
    #[arg(long, global = true)]
    utc: bool,
}

/// What each does is told at its own type, once.
#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    Seed(seed::Seed),
    #[command(subcommand)]
    Inspect(inspect::Inspect),
    Audit(audit::Audit),
    #[command(subcommand)]
    User(user::User),
    #[command(subcommand)]
    Session(session::Session),
    #[command(subcommand)]
    Account(account::Account),
    Deposit(money::Deposit),
    Withdraw(money::Withdraw),
    Transfer(money::TransferMoney),
    Reverse(money::Reverse),
    Exchange(money::Exchange),
    #[command(subcommand)]
    Product(product::Product),
    #[command(subcommand)]
    Order(order::Order),
    #[command(subcommand)]
    Schema(schema::Schema),
    #[command(subcommand)]
    Db(db::Db),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the program with these arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let env_file = env_file::load();
    match Cli::try_parse_from(arguments::without_admin(arguments)) {
        Ok(cli) => exit::finish(env_file.map_err(Into::into).and_then(|()| dispatch(cli))),
        // Help is given whatever is wrong with `.env`.
        Err(error) => exit::usage(&error),
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    if cli.global.verbose {
        verbose::listen()?;
    }
    let context = Context::new(cli.global);
    match cli.command {
        Command::Demo(command) => command.run(&context),
        Command::Migrate(command) => command.run(&context),
        Command::Seed(command) => command.run(&context),
        Command::Inspect(command) => command.run(&context),
        Command::Audit(command) => command.run(&context),
        Command::User(command) => command.run(&context),
        Command::Session(command) => command.run(&context),
        Command::Account(command) => command.run(&context),
        Command::Deposit(command) => command.run(&context),
        Command::Withdraw(command) => command.run(&context),
        Command::Transfer(command) => command.run(&context),
        Command::Reverse(command) => command.run(&context),
        Command::Exchange(command) => command.run(&context),
        Command::Product(command) => command.run(&context),
        Command::Order(command) => command.run(&context),
        Command::Schema(command) => command.run(&context),
        Command::Db(command) => command.run(&context),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(&context),
    }
}

//! The command line: one file per command, with its options and its `run`.

mod account;
mod audit;
mod completions;
mod context;
mod db;
mod demo;
mod exit;
mod inspect;
mod migrate;
mod money;
mod output;
mod schema;
mod seed;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use context::Context;

const EXAMPLES: &str = "\
Examples:
  ledgerstore demo                         one minute's tour on a fresh database
  ledgerstore migrate up && ledgerstore seed
  ledgerstore inspect user anna            everything about a user
  ledgerstore inspect account 3 --limit 5  the latest lines of a statement
  ledgerstore --format json inspect orders | jq '.[].status'
  ledgerstore audit                        check every invariant

`ledgerstore admin COMMAND` is the same as `ledgerstore COMMAND`.

Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 a check found something, 4 refused by a guard,
6 the database can't be reached.";

/// Money and orders in PostgreSQL: migrate, seed, inspect and audit a ledgerstore database.
///
/// Without DATABASE_URL (in the environment or in .env) it uses a PostgreSQL of its own, which it starts from the
/// programs found on the machine.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
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
    #[arg(long, global = true, value_enum, default_value_t = output::Format::Table)]
    format: output::Format,
    /// Say only what was asked for: no notices on standard error.
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell a short story with real data on a fresh database.
    Demo(demo::Demo),
    /// Apply, revert and list migrations.
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    /// Fill a development database with a small deterministic world.
    Seed(seed::Seed),
    /// Look at tables, users, accounts, transfers, products, orders and sessions.
    #[command(subcommand)]
    Inspect(inspect::Inspect),
    /// Check every invariant of the books and the shop.
    Audit(audit::Audit),
    /// Open, close and limit accounts, and read their statements.
    #[command(subcommand)]
    Account(account::Account),
    /// Bring money in: a transfer from the house.
    Deposit(money::Deposit),
    /// Take money out: a transfer to the house.
    Withdraw(money::Withdraw),
    /// Move money from one account to another of the same currency.
    Transfer(money::TransferMoney),
    /// Give a transfer back, in part or what is left of it.
    Reverse(money::Reverse),
    /// Change money into another currency at a rate, through the house.
    Exchange(money::Exchange),
    /// Draw the schema.
    #[command(subcommand)]
    Schema(schema::Schema),
    /// The database itself: where it is, its local server, a shell.
    #[command(subcommand)]
    Db(db::Db),
    /// Print a shell's completion script.
    Completions(completions::Completions),
}

/// Runs the program with these arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    if let Err(code) = exit::load_env_file() {
        return code;
    }
    match Cli::try_parse_from(without_admin(arguments)) {
        Ok(cli) => exit::finish(dispatch(cli)),
        Err(error) => exit::usage(&error),
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    let context = Context::new(cli.global);
    match cli.command {
        Command::Demo(command) => command.run(&context),
        Command::Migrate(command) => command.run(&context),
        Command::Seed(command) => command.run(&context),
        Command::Inspect(command) => command.run(&context),
        Command::Audit(command) => command.run(&context),
        Command::Account(command) => command.run(&context),
        Command::Deposit(command) => command.run(&context),
        Command::Withdraw(command) => command.run(&context),
        Command::Transfer(command) => command.run(&context),
        Command::Reverse(command) => command.run(&context),
        Command::Exchange(command) => command.run(&context),
        Command::Schema(command) => command.run(&context),
        Command::Db(command) => command.run(&context),
        Command::Completions(command) => command.run(),
    }
}

/// `ledgerstore admin seed` is `ledgerstore seed`.
fn without_admin(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<_> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|first| first == "admin") {
        arguments.remove(1);
    }
    arguments
}

mod account;
mod accounts;
mod entries;
mod help;
mod indexes;
mod locks;
mod options;
mod order;
mod orders;
mod products;
mod report;
mod sessions;
mod spark;
mod tables;
mod transfer;
mod transfers;
mod users;

use std::process::ExitCode;
use std::str::FromStr;

use diesel::PgConnection;

pub(super) use account::show_statement;
pub(super) use accounts::show_accounts;
pub(super) use options::Page;
pub(super) use order::show_order;
pub(super) use orders::show_orders;
pub(super) use products::show_products;
pub(super) use sessions::list as list_sessions;
pub(super) use users::{list as list_users, show_users};

use super::context::Context;
use super::exit::Misused;

/// Look at tables, users, accounts, transfers, products, orders, sessions, locks and indexes.
///
/// Nothing is changed: every query runs in a read-only transaction. Lists show 50 rows, or as many as --limit says, and
/// tell how to go on. Tables hold the most important, with times by this machine's clock (or --utc) and ∅ for what isn't
/// there; CSV holds more, JSON everything.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = help::EXAMPLES, after_long_help = format!("{}\n\n{}", help::EXAMPLES, help::JSON))]
pub(super) enum Inspect {
    Tables(tables::Tables),
    Users(users::Users),
    User(users::User),
    Accounts(accounts::Accounts),
    Account(account::Account),
    Transfers(transfers::Transfers),
    Transfer(transfer::Transfer),
    Entries(entries::Entries),
    Products(products::Products),
    Product(products::Product),
    Orders(orders::Orders),
    Order(order::Order),
    Sessions(sessions::Sessions),
    Locks(locks::Locks),
    Indexes(indexes::Indexes),
    Report(report::Report),
}

impl Inspect {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        // Locks are to be seen while somebody holds those of the history of migrations.
        let conn = &mut match self {
            Self::Locks(_) => context.connect()?,
            _ => context.connect_migrated()?,
        };
        crate::database::read_only(conn, |conn| self.show(context, conn).map_err(Failure))?;
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        match self {
            Self::Tables(command) => command.show(context, conn),
            Self::Users(command) => command.show(context, conn),
            Self::User(command) => command.show(context, conn),
            Self::Accounts(command) => command.show(context, conn),
            Self::Account(command) => command.show(context, conn),
            Self::Transfers(command) => command.show(context, conn),
            Self::Transfer(command) => command.show(context, conn),
            Self::Entries(command) => command.show(context, conn),
            Self::Products(command) => command.show(context, conn),
            Self::Product(command) => command.show(context, conn),
            Self::Orders(command) => command.show(context, conn),
            Self::Order(command) => command.show(context, conn),
            Self::Sessions(command) => command.show(context, conn),
            Self::Indexes(command) => command.show(context, conn),
            Self::Locks(command) => command.show(context, conn),
            Self::Report(command) => command.run(context, conn),
        }
    }
}

/// Whatever went wrong while showing; nothing of it is tried again, as part of it may be printed already.
struct Failure(anyhow::Error);

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Self(error.into())
    }
}

impl From<Failure> for anyhow::Error {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}

impl crate::database::Transient for Failure {
    fn is_transient(&self) -> bool {
        false
    }
}

/// The place in a list that `--after` names; what it looks like depends on the list's order.
fn place<T: FromStr>(after: Option<&str>) -> Result<Option<T>, Misused>
where
    T::Err: std::fmt::Display,
{
    after.map(str::parse).transpose().map_err(|error: T::Err| Misused(format!("--after: {error}")))
}

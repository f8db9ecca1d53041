mod ledger;
mod people;
mod report;
mod shop;
mod tables;

use std::process::ExitCode;

pub(super) use ledger::{show_accounts, show_statement};
pub(super) use people::{sessions as list_sessions, show_users, users as list_users};
pub(super) use shop::{show_order, show_orders, show_products};

use super::context::Context;
use crate::types::{AccountId, Currency, EntryId, OrderStatus, ProductId, SessionId, TransferId, UserId};

/// Look at tables, users, accounts, transfers, products, orders and sessions.
///
/// Nothing is changed: every query runs in a read-only transaction. Lists show 50 rows, or as many as --limit says,
/// and tell how to go on. Times are in UTC. JSON holds everything, with ledger amounts in minor units (cents) as the
/// database keeps them; tables and CSV hold the most important.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore inspect tables
  ledgerstore inspect orders --status pending
  ledgerstore inspect account 3
  ledgerstore --format csv inspect transfers --limit 10000 > transfers.csv")]
pub(super) enum Inspect {
    /// The tables: rows, sizes, what they are for.
    ///
    /// Rows are counted, which takes its time on large tables. What a table is for is the database's own comment.
    #[command(after_help = "Example:
  ledgerstore inspect tables")]
    Tables,
    /// List users by number.
    ///
    /// The first is the house: the owner of the accounts through which money enters and leaves.
    #[command(after_help = "Examples:
  ledgerstore inspect users
  ledgerstore inspect users --deleted
  ledgerstore inspect users --after 50 --limit 50")]
    Users {
        /// Those that were deleted instead.
        #[arg(long)]
        deleted: bool,
        #[command(flatten)]
        page: Page<UserId>,
    },
    /// Show one user with accounts, orders and sessions.
    ///
    /// Up to 100 of each. CSV holds the user alone.
    #[command(after_help = "Examples:
  ledgerstore inspect user anna
  ledgerstore inspect user anna@example.com
  ledgerstore inspect user 2")]
    User {
        /// A username, an e-mail address or a number.
        #[arg(value_name = "USER")]
        who: String,
    },
    /// List accounts by number.
    #[command(after_help = "Examples:
  ledgerstore inspect accounts --owner house
  ledgerstore inspect accounts --currency EUR")]
    Accounts {
        /// Only this owner's: a username, an e-mail address or a number.
        #[arg(long, value_name = "USER")]
        owner: Option<String>,
        /// Only in this currency: its ISO 4217 code.
        #[arg(long)]
        currency: Option<Currency>,
        #[command(flatten)]
        page: Page<AccountId>,
    },
    /// Show one account with its statement, the latest first.
    ///
    /// Each line is an entry: what a transfer added to the account or took from it, and the balance after it. CSV
    /// holds the statement alone.
    #[command(after_help = "Examples:
  ledgerstore inspect account 3
  ledgerstore inspect account anna/EUR
  ledgerstore inspect account 3 --limit 5 --before 17")]
    Account {
        /// A number, or OWNER/CURRENCY.
        #[arg(value_name = "ACCOUNT", allow_negative_numbers = true)]
        which: String,
        /// Only lines before this entry of the account.
        #[arg(long, value_name = "ENTRY", allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(1..))]
        before: Option<i64>,
        #[command(flatten)]
        limit: Limit,
    },
    /// List transfers, the newest first.
    #[command(after_help = "Examples:
  ledgerstore inspect transfers --account 3
  ledgerstore inspect transfers --before 100")]
    Transfers {
        /// Only those that debit or credit this account: a number, or OWNER/CURRENCY.
        #[arg(long, allow_negative_numbers = true)]
        account: Option<String>,
        #[command(flatten)]
        page: PageBack<TransferId>,
    },
    /// Show one transfer with its entries and its reversals.
    ///
    /// CSV holds the transfer alone.
    #[command(after_help = "Example:
  ledgerstore inspect transfer 12")]
    Transfer {
        /// The transfer's number.
        #[arg(value_name = "TRANSFER", allow_negative_numbers = true)]
        id: TransferId,
    },
    /// List entries, the newest first.
    ///
    /// Each transfer has two, a debit and a credit. Amounts are in minor units (cents).
    #[command(after_help = "Example:
  ledgerstore inspect entries --limit 20")]
    Entries {
        #[command(flatten)]
        page: PageBack<EntryId>,
    },
    /// List products by number.
    #[command(after_help = "Examples:
  ledgerstore inspect products
  ledgerstore inspect products --below 5")]
    Products {
        /// Only those with less stock than this.
        #[arg(long, value_name = "PIECES", allow_negative_numbers = true)]
        below: Option<i32>,
        #[command(flatten)]
        page: Page<ProductId>,
    },
    /// Show one product.
    #[command(after_help = "Example:
  ledgerstore inspect product MUG-BLUE")]
    Product {
        /// A SKU or a number.
        #[arg(value_name = "PRODUCT")]
        which: String,
    },
    /// List orders, the newest first.
    #[command(after_help = "Examples:
  ledgerstore inspect orders --status pending
  ledgerstore inspect orders --user anna")]
    Orders {
        /// Only in this status: pending, confirmed, shipped, delivered or cancelled.
        #[arg(long)]
        status: Option<OrderStatus>,
        /// Only of this user: a username, an e-mail address or a number.
        #[arg(long, value_name = "USER")]
        user: Option<String>,
        /// Only orders older than this one: an order number or an id.
        #[arg(long, value_name = "ORDER")]
        before: Option<String>,
        #[command(flatten)]
        limit: Limit,
    },
    /// Show one order with its lines.
    ///
    /// CSV holds the lines alone.
    #[command(after_help = "Example:
  ledgerstore inspect order ORD-000000000001")]
    Order {
        /// An order number or an id.
        #[arg(value_name = "ORDER")]
        which: String,
    },
    /// List sessions, the newest first.
    ///
    /// Neither the verifiers of their cookies nor their codes are shown.
    #[command(after_help = "Examples:
  ledgerstore inspect sessions
  ledgerstore inspect sessions --user anna")]
    Sessions {
        /// Only of this user: a username, an e-mail address or a number.
        #[arg(long, value_name = "USER")]
        user: Option<String>,
        #[command(flatten)]
        page: PageBack<SessionId>,
    },
    Report(report::Report),
}

/// How much to list.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Limit {
    /// How many rows at most.
    #[arg(long, value_name = "N", default_value_t = 50, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

/// A page of what is listed by rising numbers.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Page<Id: Clone + Send + Sync + std::str::FromStr + 'static>
where
    Id::Err: std::error::Error + Send + Sync + 'static,
{
    /// Only rows behind the one with this number.
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    after: Option<Id>,
    #[command(flatten)]
    limit: Limit,
}

/// A page of what is listed by falling numbers.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct PageBack<Id: Clone + Send + Sync + std::str::FromStr + 'static>
where
    Id::Err: std::error::Error + Send + Sync + 'static,
{
    /// Only rows before the one with this number.
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    before: Option<Id>,
    #[command(flatten)]
    limit: Limit,
}

impl Inspect {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        crate::database::read_only(conn, |conn| self.show(context, conn))?;
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self, context: &Context, conn: &mut diesel::PgConnection) -> Result<(), Failure> {
        match self {
            Self::Tables => tables::tables(context, conn),
            Self::Users { deleted, page } => people::users(context, conn, *deleted, page),
            Self::User { who } => people::user(context, conn, who),
            Self::Accounts { owner, currency, page } => {
                ledger::accounts(context, conn, owner.as_deref(), *currency, page)
            }
            Self::Account { which, before, limit } => ledger::account(context, conn, which, *before, *limit),
            Self::Transfers { account, page } => ledger::transfers(context, conn, account.as_deref(), page),
            Self::Transfer { id } => ledger::transfer(context, conn, *id),
            Self::Entries { page } => ledger::entries(context, conn, page),
            Self::Products { below, page } => shop::products(context, conn, *below, page),
            Self::Product { which } => shop::product(context, conn, which),
            Self::Orders { status, user, before, limit } => {
                shop::orders(context, conn, *status, user.as_deref(), before.as_deref(), *limit)
            }
            Self::Order { which } => shop::order(context, conn, which),
            Self::Sessions { user, page } => people::sessions(context, conn, user.as_deref(), page),
            Self::Report(report) => report.run(context, conn),
        }
        .map_err(Failure)
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

/// Points out that a full page is perhaps not all there is, and that an empty one is meant.
fn hint_at_more(context: &Context, shown: usize, limit: Limit, how: impl FnOnce() -> Option<String>) {
    if shown == 0 {
        context.notice("there are none");
    } else if let Some(how) = how().filter(|_| usize::try_from(limit.limit) == Ok(shown)) {
        context.notice(&format!("there may be more; go on with {how}"));
    }
}

/// A time as people read it, in UTC and to the second.
fn time(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%SZ").to_string()
}

mod ledger;
mod people;
mod shop;
mod tables;

use std::process::ExitCode;

pub(super) use ledger::{show_accounts, show_statement};

use super::context::Context;
use crate::types::{AccountId, Currency, EntryId, OrderStatus, ProductId, SessionId, TransferId, UserId};

/// Look at tables, users, accounts, transfers, products, orders and sessions.
///
/// Nothing is changed: every query runs in a read-only transaction.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Inspect {
    /// The tables: rows, sizes, what they are for.
    #[command(after_help = "Example:
  ledgerstore inspect tables")]
    Tables,
    /// Users by number.
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
    /// One user: accounts, orders and sessions.
    #[command(after_help = "Examples:
  ledgerstore inspect user anna
  ledgerstore inspect user anna@example.com
  ledgerstore inspect user 2")]
    User {
        /// A username, an e-mail address or a number.
        #[arg(value_name = "USER")]
        who: String,
    },
    /// Accounts by number.
    #[command(after_help = "Examples:
  ledgerstore inspect accounts --owner house
  ledgerstore inspect accounts --currency EUR")]
    Accounts {
        /// Only this owner's.
        #[arg(long, value_name = "USERNAME")]
        owner: Option<String>,
        /// Only in this currency.
        #[arg(long)]
        currency: Option<Currency>,
        #[command(flatten)]
        page: Page<AccountId>,
    },
    /// One account and its statement, the latest first.
    #[command(after_help = "Examples:
  ledgerstore inspect account 3
  ledgerstore inspect account 3 --limit 5 --before 17")]
    Account {
        /// The account's number.
        #[arg(value_name = "ACCOUNT")]
        id: AccountId,
        /// Only lines before this entry of the account.
        #[arg(long, value_name = "ENTRY")]
        before: Option<i64>,
        #[command(flatten)]
        limit: Limit,
    },
    /// Transfers, the newest first.
    #[command(after_help = "Examples:
  ledgerstore inspect transfers --account 3
  ledgerstore inspect transfers --before 100")]
    Transfers {
        /// Only those that debit or credit this account.
        #[arg(long)]
        account: Option<AccountId>,
        #[command(flatten)]
        page: PageBack<TransferId>,
    },
    /// One transfer: its entries and its reversals.
    #[command(after_help = "Example:
  ledgerstore inspect transfer 12")]
    Transfer {
        /// The transfer's number.
        #[arg(value_name = "TRANSFER")]
        id: TransferId,
    },
    /// Entries, the newest first.
    #[command(after_help = "Example:
  ledgerstore inspect entries --limit 20")]
    Entries {
        #[command(flatten)]
        page: PageBack<EntryId>,
    },
    /// Products by number.
    #[command(after_help = "Examples:
  ledgerstore inspect products
  ledgerstore inspect products --below 5")]
    Products {
        /// Only those with less stock than this.
        #[arg(long, value_name = "PIECES")]
        below: Option<i32>,
        #[command(flatten)]
        page: Page<ProductId>,
    },
    /// One product.
    #[command(after_help = "Example:
  ledgerstore inspect product MUG-BLUE")]
    Product {
        /// A SKU or a number.
        #[arg(value_name = "PRODUCT")]
        which: String,
    },
    /// Orders, the newest first.
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
    /// One order and its lines.
    #[command(after_help = "Example:
  ledgerstore inspect order ORD-000000000001")]
    Order {
        /// An order number or an id.
        #[arg(value_name = "ORDER")]
        which: String,
    },
    /// Sessions, the newest first.
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
}

/// How much to list.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Limit {
    /// How many rows at most.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

/// A page of what is listed by rising numbers.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Page<Id: Clone + Send + Sync + std::str::FromStr + 'static>
where
    Id::Err: std::error::Error + Send + Sync + 'static,
{
    /// Only rows behind the one with this number.
    #[arg(long, value_name = "ID")]
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
    #[arg(long, value_name = "ID")]
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
                ledger::accounts(context, conn, owner.clone(), *currency, page)
            }
            Self::Account { id, before, limit } => ledger::account(context, conn, *id, *before, *limit),
            Self::Transfers { account, page } => ledger::transfers(context, conn, *account, page),
            Self::Transfer { id } => ledger::transfer(context, conn, *id),
            Self::Entries { page } => ledger::entries(context, conn, page),
            Self::Products { below, page } => shop::products(context, conn, *below, page),
            Self::Product { which } => shop::product(context, conn, which),
            Self::Orders { status, user, before, limit } => {
                shop::orders(context, conn, *status, user.as_deref(), before.as_deref(), *limit)
            }
            Self::Order { which } => shop::order(context, conn, which),
            Self::Sessions { user, page } => people::sessions(context, conn, user.as_deref(), page),
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

/// Points out that a full page is perhaps not all there is.
fn hint_at_more(context: &Context, shown: usize, limit: Limit, how: &str) {
    if usize::try_from(limit.limit) == Ok(shown) {
        context.notice(&format!("the first {shown}; go on with {how}"));
    }
}

/// A time as people read it, in UTC and to the second.
fn time(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%SZ").to_string()
}

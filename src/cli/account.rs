use std::process::ExitCode;

use chrono::{DateTime, Utc};

use super::context::Context;
use super::inspect::{show_accounts, show_statement};
use super::output::line;
use crate::admin::inspect::find_account;
use crate::ledger::{self, NewAccount, Period, StatementPage};
use crate::types::{Currency, Money};

/// Open, close and limit accounts, and read their statements.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore account open anna CHF
  ledgerstore account statement anna/EUR
  ledgerstore inspect accounts --owner anna")]
pub(super) enum Account {
    /// Open an account, empty.
    #[command(after_help = "Examples:
  ledgerstore account open anna CHF
  ledgerstore account open anna GBP --overdraft-limit 500.00")]
    Open {
        /// The username of who will hold it.
        #[arg(value_name = "USERNAME")]
        owner: String,
        /// Its currency, as an ISO 4217 code.
        currency: Currency,
        /// How far under zero it may go.
        #[arg(long, value_name = "AMOUNT", default_value = "0")]
        overdraft_limit: String,
    },
    /// Change how far under zero an account may go.
    #[command(after_help = "Example:
  ledgerstore account limit anna/USD 250.00")]
    Limit {
        /// A number, or OWNER/CURRENCY.
        account: String,
        /// The new limit, 0 for none of it.
        #[arg(value_name = "AMOUNT", allow_negative_numbers = true)]
        limit: String,
    },
    /// Close an account that holds nothing.
    #[command(after_help = "Example:
  ledgerstore account close anna/CHF")]
    Close {
        /// A number, or OWNER/CURRENCY.
        account: String,
    },
    /// Print an account's statement over a period, with opening and closing balance.
    #[command(after_help = "Examples:
  ledgerstore account statement anna/EUR
  ledgerstore account statement 8 --from 2025-11-01T00:00:00Z --oldest-first
  ledgerstore --format json account statement 8 --limit 1000")]
    Statement(Statement),
}

/// Which lines of a statement.
#[derive(Debug, clap::Args)]
pub(super) struct Statement {
    /// A number, or OWNER/CURRENCY.
    account: String,
    /// The first instant of the period, as in 2026-11-01T00:00:00Z.
    #[arg(long, value_name = "TIME")]
    from: Option<DateTime<Utc>>,
    /// The first instant behind the period.
    #[arg(long, value_name = "TIME")]
    to: Option<DateTime<Utc>>,
    /// Begin with the oldest line.
    #[arg(long)]
    oldest_first: bool,
    /// Go on behind this line.
    #[arg(long, value_name = "ENTRY")]
    after: Option<i64>,
    /// How many lines at most.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

impl Account {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        let account = match self {
            Self::Open { owner, currency, overdraft_limit } => {
                let limit = Money::parse(&overdraft_limit, currency)?.minor_units();
                ledger::open_account(conn, &NewAccount::new(&owner, currency).overdraft_limit(limit))?
            }
            Self::Limit { account, limit } => {
                let account = find_account(conn, &account)?;
                let limit = Money::parse(&limit, account.currency)?.minor_units();
                ledger::set_overdraft_limit(conn, account.id, Some(limit))?
            }
            Self::Close { account } => {
                let account = find_account(conn, &account)?;
                ledger::close_account(conn, account.id)?
            }
            Self::Statement(which) => return which.run(context, conn),
        };
        show_accounts(context, &[account])?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Statement {
    fn run(&self, context: &Context, conn: &mut diesel::PgConnection) -> anyhow::Result<ExitCode> {
        let account = find_account(conn, &self.account)?;
        let page = StatementPage { oldest_first: self.oldest_first, after: self.after, limit: self.limit };
        let read = ledger::statement(conn, account.id, &Period { from: self.from, to: self.to }, &page)?;
        let output = context.output();
        if output.is_for_people() {
            line(&format!(
                "Account {} of {}: {} entries in the period",
                account.id, account.owner, read.entries
            ))?;
            line(&format!("opening balance {}, closing balance {}\n", read.opening, read.closing))?;
        }
        output.json_or_rows(&read, || show_statement(context, conn, &read.lines))?;
        if let Some(next) = read.next {
            context.notice(&format!("there is more: go on with --after {next}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

use diesel::PgConnection;

use super::options::tell;
use crate::admin::inspect::{AccountOrder, AccountQuery, Place, find_user, list_accounts};
use crate::cli::context::Context;
use crate::cli::exit::Misused;
use crate::cli::output::{amount, at, cell, number, text, time};
use crate::models::Account;
use crate::types::{Currency, Money};

/// List accounts by number, or by what they hold.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect accounts --owner house
  ledgerstore inspect accounts --currency EUR --sort balance --limit 10")]
pub(in crate::cli) struct Accounts {
    /// Only this owner's: a username, an e-mail address or a number.
    #[arg(long, value_name = "USER")]
    owner: Option<String>,
    /// Only in this currency: its ISO 4217 code.
    #[arg(long)]
    currency: Option<Currency>,
    /// In which order.
    #[arg(long, value_enum, default_value_t = Sort::Id)]
    sort: Sort,
    /// Go on behind the row with this number, or at this BALANCE:ID: the place that the page before told.
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    after: Option<String>,
    #[command(flatten)]
    limit: super::options::Limit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    /// By number.
    Id,
    /// The largest balance first, in one currency; all its accounts are read.
    Balance,
}

impl Accounts {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let order = self.order()?;
        let owner =
            self.owner.as_ref().map(|who| find_user(conn, who)).transpose()?.map(|user| user.username);
        let wanted = AccountQuery { owner, currency: self.currency, order, limit: self.limit.limit };
        let found = list_accounts(conn, &wanted)?;
        show_accounts(context, &found.rows)?;
        tell(context, &found, |last| match self.sort {
            Sort::Id => last.id.to_string(),
            Sort::Balance => Place { key: last.balance, id: last.id.get() }.to_string(),
        });
        Ok(())
    }

    fn order(&self) -> Result<AccountOrder, Misused> {
        let after = self.after.as_deref();
        match self.sort {
            Sort::Id => super::place(after).map(AccountOrder::Number),
            Sort::Balance if self.currency.is_none() => {
                let why =
                    "balances of different currencies can't be compared: give --currency with --sort balance";
                Err(Misused(why.to_owned()))
            }
            Sort::Balance => super::place(after).map(AccountOrder::Balance),
        }
    }
}

pub(in crate::cli) fn show_accounts(context: &Context, accounts: &[Account]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        text("owner"),
        amount("balance"),
        number("overdraft"),
        number("entries"),
        time("latest entry").for_programs(),
        time("closed").spare(),
    ];
    context.output().rows(&columns, accounts, |account| {
        vec![
            cell(account.id),
            cell(&account.owner),
            cell(account.balance()),
            cell(overdraft(account)),
            cell(account.version),
            account.last_posted_at.and_then(at),
            account.closed_at.and_then(at),
        ]
    })
}

/// How far under zero an account may go.
pub(super) fn overdraft(account: &Account) -> String {
    let limit = account.overdraft_limit.map(|limit| Money::new(limit, account.currency).to_string());
    limit.unwrap_or_else(|| "unlimited".to_owned())
}

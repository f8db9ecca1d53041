use diesel::PgConnection;

use super::accounts::overdraft;
use super::options::Limit;
use super::spark::sparkline;
use crate::admin::inspect::{find_account, owners, recent_balances};
use crate::cli::context::Context;
use crate::cli::output::{amount, at, cell, number, prose, text, time};
use crate::ledger::{Period, StatementLine, StatementPage, statement};
use crate::models;

/// The sparkline's length, in entries.
const RECENT: i64 = 40;

/// Show one account with its statement, the latest first.
///
/// Each line is an entry: what a transfer added to the account or took from it, and the balance after it. On a terminal,
/// bars show how the balance went in the latest entries. CSV holds the statement alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect account 8
  ledgerstore inspect account anna/EUR
  ledgerstore inspect account 8 --limit 5 --after 17")]
pub(in crate::cli) struct Account {
    /// A number, or OWNER/CURRENCY.
    #[arg(value_name = "ACCOUNT", allow_negative_numbers = true)]
    which: String,
    /// Go on behind this entry of the account: 1, 2, 3, …
    #[arg(long, value_name = "ENTRY", allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(1..))]
    after: Option<i64>,
    #[command(flatten)]
    limit: Limit,
}

impl Account {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let account = find_account(conn, &self.which)?;
        let page = StatementPage { after: self.after, limit: self.limit.limit, ..StatementPage::default() };
        let read = statement(conn, account.id, &Period::default(), &page)?;
        let output = context.output();
        if output.is_for_people() {
            card(context, conn, &account)?;
            output.heading("Statement, the latest first")?;
            show_statement(context, conn, &read.lines)?;
        } else if output.is_csv() {
            show_statement(context, conn, &read.lines)?;
        } else {
            output.json_or_rows(&read, || Ok(()))?;
        }
        match read.next {
            Some(next) => context.notice(&format!("there are more; go on with --after {next}")),
            None if read.lines.is_empty() => context.notice("there are none"),
            None => {}
        }
        Ok(())
    }
}

fn card(context: &Context, conn: &mut PgConnection, account: &models::Account) -> anyhow::Result<()> {
    let output = context.output();
    let mut parts = vec![
        (number("account"), cell(account.id)),
        (text("owner"), cell(&account.owner)),
        (amount("balance"), cell(account.balance())),
        (number("overdraft"), cell(overdraft(account))),
        (number("entries"), cell(account.version)),
        (time("latest entry"), account.last_posted_at.and_then(at)),
        (time("opened"), at(account.created_at)),
        (time("closed"), account.closed_at.and_then(at)),
    ];
    if output.is_watched() && account.version > 0 {
        let balances = recent_balances(conn, account, RECENT)?;
        parts.push((text("lately"), cell(sparkline(&balances))));
    }
    Ok(output.card(parts)?)
}

pub(in crate::cli) fn show_statement(
    context: &Context,
    conn: &mut PgConnection,
    lines: &[StatementLine],
) -> anyhow::Result<()> {
    let owners = owners(conn, lines.iter().map(StatementLine::counterparty))?;
    let columns = [
        number("entry").for_programs(),
        time("posted"),
        amount("amount"),
        amount("balance"),
        text("currency").for_programs(),
        number("other account").for_programs(),
        text("with"),
        number("transfer").spare(),
        prose("what for"),
    ];
    context.output().rows(&columns, lines, |line| {
        let other = line.counterparty();
        vec![
            cell(line.entry.account_version),
            at(line.entry.created_at),
            cell(line.amount().to_decimal().to_plain_string()),
            cell(line.balance_after().to_decimal().to_plain_string()),
            cell(line.transfer.currency),
            cell(other),
            owners.get(&other).cloned(),
            cell(line.transfer.id),
            line.transfer.description.clone(),
        ]
    })
}

use diesel::PgConnection;
use serde::Serialize;

use super::{Limit, Page, PageBack, hint_at_more, time};
use crate::admin::inspect::{find_account, find_user};
use crate::cli::context::Context;
use crate::cli::output::{Cell, cell, line, maybe, number, prose, text};
use crate::ledger::{Period, StatementLine, StatementPage, statement};
use crate::models::{Account, AccountFilter, Entry, Transfer, TransferFilter};
use crate::types::{AccountId, Currency, EntryId, Money, TransferId};

/// A transfer with what it did and what gave it back.
#[derive(Serialize)]
struct WholeTransfer<'a> {
    transfer: &'a Transfer,
    entries: &'a [Entry],
    reversals: &'a [Transfer],
}

pub(super) fn accounts(
    context: &Context,
    conn: &mut PgConnection,
    owner: Option<&str>,
    currency: Option<Currency>,
    page: &Page<AccountId>,
) -> anyhow::Result<()> {
    let owner = owner.map(|who| find_user(conn, who)).transpose()?.map(|user| user.username);
    let accounts = Account::list(conn, &AccountFilter { owner, currency }, page.after, page.limit.limit)?;
    show_accounts(context, &accounts)?;
    hint_at_more(context, accounts.len(), page.limit, || {
        accounts.last().map(|last| format!("--after {}", last.id))
    });
    Ok(())
}

pub(super) fn account(
    context: &Context,
    conn: &mut PgConnection,
    which: &str,
    before: Option<i64>,
    limit: Limit,
) -> anyhow::Result<()> {
    let id = find_account(conn, which)?.id;
    let page = StatementPage { after: before, limit: limit.limit, ..StatementPage::default() };
    let statement = statement(conn, id, &Period::default(), &page)?;
    if context.output().is_for_people() {
        show_accounts(context, std::slice::from_ref(&statement.account))?;
        line("\nStatement, the latest first")?;
        show_statement(context, &statement.lines)?;
    } else {
        context.output().json_or_rows(&statement, || show_statement(context, &statement.lines))?;
    }
    hint_at_more(context, statement.lines.len(), limit, || {
        statement.next.map(|last| format!("--before {last}"))
    });
    Ok(())
}

pub(super) fn transfers(
    context: &Context,
    conn: &mut PgConnection,
    account: Option<&str>,
    page: &PageBack<TransferId>,
) -> anyhow::Result<()> {
    let account = account.map(|which| find_account(conn, which)).transpose()?.map(|account| account.id);
    let transfers = Transfer::list(conn, &TransferFilter { account }, page.before, page.limit.limit)?;
    show_transfers(context, &transfers)?;
    hint_at_more(context, transfers.len(), page.limit, || {
        transfers.last().map(|last| format!("--before {}", last.id))
    });
    Ok(())
}

pub(super) fn transfer(context: &Context, conn: &mut PgConnection, id: TransferId) -> anyhow::Result<()> {
    let transfer = Transfer::find(conn, id)?.ok_or_else(|| {
        anyhow::anyhow!("there is no transfer {id}; `ledgerstore inspect transfers` lists the newest")
    })?;
    let entries = Entry::of_transfer(conn, id)?;
    let reversals = transfer.reversals(conn)?;
    if !context.output().is_for_people() {
        let whole = WholeTransfer { transfer: &transfer, entries: &entries, reversals: &reversals };
        return context
            .output()
            .json_or_rows(&whole, || show_transfers(context, std::slice::from_ref(&transfer)));
    }
    show_transfers(context, std::slice::from_ref(&transfer))?;
    line("\nEntries")?;
    show_entries(context, &entries, |minor| cell(Money::new(minor, transfer.currency)))?;
    if !reversals.is_empty() {
        line("\nReversed by")?;
        show_transfers(context, &reversals)?;
    }
    Ok(())
}

pub(super) fn entries(
    context: &Context,
    conn: &mut PgConnection,
    page: &PageBack<EntryId>,
) -> anyhow::Result<()> {
    let entries = Entry::list_all(conn, page.before, page.limit.limit)?;
    // An entry doesn't know its account's currency.
    show_entries(context, &entries, cell)?;
    hint_at_more(context, entries.len(), page.limit, || {
        entries.last().map(|last| format!("--before {}", last.id))
    });
    Ok(())
}

pub(in crate::cli) fn show_accounts(context: &Context, accounts: &[Account]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        text("owner"),
        number("balance"),
        number("overdraft limit"),
        number("entries"),
        text("closed"),
    ];
    context.output().rows(&columns, accounts, |account| {
        let limit = account.overdraft_limit.map(|limit| Money::new(limit, account.currency).to_string());
        vec![
            cell(account.id),
            cell(&account.owner),
            cell(account.balance()),
            cell(limit.unwrap_or_else(|| "unlimited".to_owned())),
            cell(account.version),
            account.closed_at.map(time),
        ]
    })
}

pub(in crate::cli) fn show_statement(context: &Context, lines: &[StatementLine]) -> anyhow::Result<()> {
    let columns = [
        number("entry"),
        text("posted"),
        number("amount"),
        number("balance"),
        number("other account"),
        number("transfer"),
        prose("what for"),
    ];
    context.output().rows(&columns, lines, |line| {
        vec![
            cell(line.entry.account_version),
            cell(time(line.entry.created_at)),
            cell(line.amount()),
            cell(line.balance_after()),
            cell(line.counterparty()),
            cell(line.transfer.id),
            line.transfer.description.clone(),
        ]
    })
}

fn show_transfers(context: &Context, transfers: &[Transfer]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        text("posted"),
        number("from"),
        number("to"),
        number("amount"),
        number("reverses"),
        prose("what for"),
    ];
    context.output().rows(&columns, transfers, |transfer| {
        vec![
            cell(transfer.id),
            cell(time(transfer.created_at)),
            cell(transfer.from_account_id),
            cell(transfer.to_account_id),
            cell(transfer.amount()),
            maybe(transfer.reverses_id.as_ref()),
            transfer.description.clone(),
        ]
    })
}

fn show_entries(context: &Context, entries: &[Entry], amount: impl Fn(i64) -> Cell) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        number("transfer"),
        number("account"),
        number("version"),
        number("amount"),
        number("balance after"),
    ];
    context.output().rows(&columns, entries, |entry| {
        vec![
            cell(entry.id),
            cell(entry.transfer_id),
            cell(entry.account_id),
            cell(entry.account_version),
            amount(entry.amount),
            amount(entry.balance_after),
        ]
    })
}

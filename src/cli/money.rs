use std::process::ExitCode;

use anyhow::Context as _;
use bigdecimal::BigDecimal;
use diesel::PgConnection;
use serde::Serialize;

use super::context::Context;
use super::output::{cell, maybe, number, text};
use crate::admin::inspect::find_account;
use crate::ledger::{self, LedgerError, NewTransfer, Posted, Reference};
use crate::models::{Account, Transfer};
use crate::types::{AccountId, Money, TransferId};

/// Bring money in: a transfer from the house.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore deposit anna/EUR 120.00
  ledgerstore deposit 8 120.00 --idempotency-key wage-2026-11 --description 'Wage for November'")]
pub(super) struct Deposit {
    /// Where to: a number, or OWNER/CURRENCY.
    account: String,
    /// How much, in the account's currency.
    #[arg(allow_negative_numbers = true)]
    amount: String,
    #[command(flatten)]
    details: Details,
}

/// Take money out: a transfer to the house.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ledgerstore withdraw anna/EUR 20.00")]
pub(super) struct Withdraw {
    /// Where from: a number, or OWNER/CURRENCY.
    account: String,
    /// How much, in the account's currency.
    #[arg(allow_negative_numbers = true)]
    amount: String,
    #[command(flatten)]
    details: Details,
}

/// Move money from one account to another of the same currency.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore transfer anna/EUR ben/EUR 12.50 --description Lunch
  ledgerstore transfer 8 10 12.50 --idempotency-key lunch-2026-11-20
  ledgerstore transfer 8 10 12.50 --expected-version 17")]
pub(super) struct TransferMoney {
    /// Where from: a number, or OWNER/CURRENCY.
    from: String,
    /// Where to: a number, or OWNER/CURRENCY.
    to: String,
    /// How much, in the accounts' currency.
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// Only if the debited account has had this many entries: nothing has happened to it since.
    #[arg(long, value_name = "VERSION")]
    expected_version: Option<i64>,
    #[command(flatten)]
    details: Details,
}

/// Give a transfer back, in part or what is left of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore reverse 12
  ledgerstore reverse 12 3.00 --description 'Broken mug'")]
pub(super) struct Reverse {
    /// The transfer's number.
    transfer: TransferId,
    /// How much of it; what is left when it isn't given.
    #[arg(allow_negative_numbers = true)]
    amount: Option<String>,
    #[command(flatten)]
    details: Details,
}

/// Change money into another currency at a rate, through the house.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ledgerstore exchange anna/EUR anna/USD 100.00 --rate 1.0837")]
pub(super) struct Exchange {
    /// Where from: a number, or OWNER/CURRENCY.
    from: String,
    /// Where to, in another currency: a number, or OWNER/CURRENCY.
    to: String,
    /// How much to change, in the first account's currency.
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// What one unit of the first currency is worth in the other.
    #[arg(long, allow_negative_numbers = true)]
    rate: BigDecimal,
    #[command(flatten)]
    details: Details,
}

/// What goes with every posting.
#[derive(Debug, clap::Args)]
pub(super) struct Details {
    /// A name for this request: sent again under it, nothing new is posted.
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    /// What it is for.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

/// A transfer in the books, and whether it was there before.
#[derive(Debug, Serialize)]
struct Posting {
    #[serde(flatten)]
    transfer: Transfer,
    replayed: bool,
}

impl Deposit {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        through_house(context, &self.account, &self.amount, &self.details, ledger::deposit)
    }
}

impl Withdraw {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        through_house(context, &self.account, &self.amount, &self.details, ledger::withdraw)
    }
}

impl TransferMoney {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        let (from, to) = (find_account(conn, &self.from)?, find_account(conn, &self.to)?);
        let mut transfer = NewTransfer::new(from.id, to.id, amount(&self.amount, &from)?);
        transfer.idempotency_key = self.details.idempotency_key.map(Into::into);
        transfer.description = self.details.description.map(Into::into);
        transfer.expected_version = self.expected_version;
        let posted = ledger::transfer(conn, &transfer)?;
        show(context, conn, &[posted])
    }
}

impl Reverse {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        let original =
            Transfer::find(conn, self.transfer)?.ok_or(LedgerError::TransferNotFound(self.transfer))?;
        let part = self.amount.map(|text| Money::parse(&text, original.currency)).transpose()?;
        let posted = ledger::reverse_with(conn, original.id, part, &self.details.reference())?;
        show(context, conn, &[posted])
    }
}

impl Exchange {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        let (from, to) = (find_account(conn, &self.from)?, find_account(conn, &self.to)?);
        let amount = amount(&self.amount, &from)?;
        let done = ledger::exchange(conn, from.id, to.id, amount, &self.rate, &self.details.reference())?;
        context.notice(&format!(
            "{amount} became {}; the house keeps {} {}",
            done.received,
            done.remainder.normalized(),
            to.currency
        ));
        show(context, conn, &[done.sold, done.bought])
    }
}

impl Details {
    pub(super) fn reference(&self) -> Reference<'_> {
        Reference {
            idempotency_key: self.idempotency_key.as_deref().map(Into::into),
            description: self.description.as_deref().map(Into::into),
        }
    }
}

/// A deposit or a withdrawal: they differ only in the direction.
fn through_house(
    context: &Context,
    account: &str,
    text: &str,
    details: &Details,
    post: fn(&mut PgConnection, AccountId, Money, &Reference<'_>) -> Result<Posted, LedgerError>,
) -> anyhow::Result<ExitCode> {
    let conn = &mut context.connect_migrated()?;
    let account = find_account(conn, account)?;
    let posted = post(conn, account.id, amount(text, &account)?, &details.reference())?;
    show(context, conn, &[posted])
}

fn amount(text: &str, account: &Account) -> anyhow::Result<Money> {
    Money::parse_in(text, account.currency).context("the amount is wrong")
}

/// Prints what was posted.
pub(super) fn show(
    context: &Context,
    conn: &mut PgConnection,
    posted: &[Posted],
) -> anyhow::Result<ExitCode> {
    let read = |posted: &Posted| -> anyhow::Result<Posting> {
        Ok(Posting { transfer: Transfer::get(conn, posted.id)?, replayed: posted.replayed })
    };
    let postings: Vec<_> = posted.iter().map(read).collect::<Result<_, _>>()?;
    let columns = [
        number("transfer"),
        number("from"),
        number("to"),
        number("amount"),
        number("reverses"),
        text("state"),
        text("what for"),
    ];
    context.output().rows(&columns, &postings, |Posting { transfer, replayed }| {
        vec![
            cell(transfer.id),
            cell(transfer.from_account_id),
            cell(transfer.to_account_id),
            cell(transfer.amount()),
            maybe(transfer.reverses_id.as_ref()),
            cell(if *replayed { "was posted before" } else { "posted" }),
            transfer.description.clone(),
        ]
    })?;
    Ok(ExitCode::SUCCESS)
}

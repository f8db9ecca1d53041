use std::process::ExitCode;

use anyhow::Context as _;

use super::context::{Context, Refused};
use super::output::{cell, line, number, text};
use crate::admin::demo::{Person, Story, play};
use crate::database::{Conninfo, FreshError, connect, make_fresh, migrations};
use crate::ledger::TrialBalance;
use crate::shop::PlacedOrder;

/// The database that the story is told in, made anew each time.
const DATABASE: &str = "ledgerstore_demo";

/// Tell a short story with real data on a fresh database.
///
/// It makes the database `ledgerstore_demo` anew, on the local server or on the one of DATABASE_URL, applies all
/// migrations, and lets two people sign up, pay each other and buy something. It can be run again and again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ledgerstore demo")]
pub(super) struct Demo {}

impl Demo {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let target = fresh_database(context)?;
        let mut conn = connect(&target)?;
        let applied = migrations::up(&mut conn, None, || {})?;
        context.notice(&format!("made the database {DATABASE} and applied {} migrations", applied.len()));
        let story = play(&mut conn)?;
        tell(context, &story)?;
        what_next(context, &target)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn fresh_database(context: &Context) -> anyhow::Result<Conninfo> {
    let server = context.named()?.map_or_else(|| context.local("postgres"), Ok)?;
    match make_fresh(&mut connect(&server)?, DATABASE) {
        Err(refused @ FreshError::NotOurs(_)) => return Err(Refused(refused.to_string()).into()),
        made => made.context("the demo needs a database of its own")?,
    }
    Ok(server.with_database(DATABASE))
}

fn tell(context: &Context, story: &Story) -> anyhow::Result<()> {
    line("\nPeople")?;
    for person in [&story.anna, &story.ben] {
        line(&arrival(person))?;
    }
    line("\nMoney")?;
    let (gift, posted) = &story.gift;
    line(&format!("  anna pays ben {gift} for lunch: transfer {}", posted.id))?;
    let (too_much, refused) = &story.refused;
    line(&format!("  ben tries to pay anna {too_much} for a car, and the database refuses:"))?;
    line(&format!("    {refused}"))?;
    line("\nShop")?;
    for product in &story.products {
        line(&format!("  {} for {} {}", product.name, product.price, product.currency))?;
    }
    order(context, &story.order)?;
    line("\nAnna's statement, the latest first")?;
    statement(context, story)?;
    line("\nTrial balance, in minor units")?;
    trial_balance(context, &story.trial_balance)?;
    let found: usize = story.audit.iter().map(|outcome| outcome.findings.len()).sum();
    line(&format!("\nAudit: {} checks, {found} findings", story.audit.len()))?;
    Ok(())
}

fn arrival(person: &Person) -> String {
    let (user, account) = (&person.user, &person.account);
    format!(
        "  {} signs up as {} and opens account {} with {}",
        user.full_name, user.username, account.id, person.deposit
    )
}

fn order(context: &Context, placed: &PlacedOrder) -> anyhow::Result<()> {
    let order = &placed.order;
    line(&format!(
        "  anna orders and pays {}: {} {}, {}\n",
        order.order_number, order.total_amount, order.currency, order.status
    ))?;
    let columns = [number("product"), number("quantity"), number("unit price"), number("subtotal")];
    context.output().rows(&columns, &placed.items, |item| {
        vec![cell(item.product_id), cell(item.quantity), cell(&item.unit_price), cell(&item.subtotal)]
    })
}

fn statement(context: &Context, story: &Story) -> anyhow::Result<()> {
    let columns =
        [number("entry"), number("amount"), number("balance"), number("other account"), text("what for")];
    context.output().rows(&columns, &story.statement.lines, |entry| {
        vec![
            cell(entry.entry.account_version),
            cell(entry.amount()),
            cell(entry.balance_after()),
            cell(entry.counterparty()),
            entry.transfer.description.clone(),
        ]
    })
}

fn trial_balance(context: &Context, lines: &[TrialBalance]) -> anyhow::Result<()> {
    let columns = [text("currency"), number("accounts"), number("debit"), number("credit")];
    context.output().rows(&columns, lines, |total| {
        vec![cell(total.currency), cell(total.accounts), cell(&total.debit), cell(&total.credit)]
    })
}

fn what_next(context: &Context, target: &Conninfo) -> anyhow::Result<()> {
    line("\nTry next")?;
    if context.named()?.is_none() {
        line(&format!("  export DATABASE_URL=\"{}\"   # the demo's database", target.reveal()))?;
    } else {
        line(&format!("  point DATABASE_URL at the database {DATABASE}, then"))?;
    }
    for (command, what) in [
        ("inspect user anna", "everything about her"),
        ("inspect account 1", "her statement"),
        ("inspect tables", "what there is"),
        ("audit", "every invariant by name"),
    ] {
        line(&format!("  cargo run -- {command:20} # {what}"))?;
    }
    Ok(())
}

use crate::admin::demo::{Person, Story};
use crate::cli::context::Context;
use crate::cli::output::{cell, line, number, prose, text};
use crate::ledger::TrialBalance;
use crate::shop::PlacedOrder;

/// Tells the story to people.
pub(super) fn tell(context: &Context, story: &Story) -> anyhow::Result<()> {
    line("People")?;
    for person in [&story.anna, &story.ben] {
        line(&arrival(person))?;
    }
    line("\nMoney")?;
    let (gift, posted) = &story.gift;
    line(&format!("  anna pays ben {gift} for lunch: transfer {}", posted.id))?;
    let (too_much, refusal) = &story.refused;
    line(&format!("  ben tries to pay anna {too_much} for a car; the database refuses:"))?;
    line(&format!("    {refusal}"))?;
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
        [number("entry"), number("amount"), number("balance"), number("other account"), prose("what for")];
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

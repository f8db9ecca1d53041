use diesel::PgConnection;
use termtree::Tree;

use super::transfers::show_transfers;
use crate::admin::inspect::TransferRow;
use crate::cli::context::Context;
use crate::cli::output::{line, visible};
use crate::ledger::{LedgerError, Trace, trace};
use crate::models::{Account, Entry, Order, Transfer as Row};
use crate::types::{Money, TransferId};

/// Show one transfer and all that hangs together with it.
///
/// Its entries and their accounts, what it reverses and what reverses it, the other half of an exchange, and the order
/// that it paid or refunded. CSV holds the transfer alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ledgerstore inspect transfer 12")]
pub(in crate::cli) struct Transfer {
    /// The transfer's number.
    #[arg(value_name = "TRANSFER", allow_negative_numbers = true)]
    id: TransferId,
}

impl Transfer {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let trace = trace(conn, self.id).map_err(|error| match error {
            LedgerError::TransferNotFound(id) => {
                anyhow::anyhow!("there is no transfer {id}; `ledgerstore inspect transfers` lists the newest")
            }
            other => other.into(),
        })?;
        let output = context.output();
        if output.is_for_people() {
            let told = output.told(trace.transfer.created_at);
            return Ok(line(tree(&trace, &told)?.to_string().trim_end())?);
        }
        output.json_or_rows(&trace, || show_transfers(context, &[row(&trace)]))
    }
}

fn row(trace: &Trace) -> TransferRow {
    TransferRow {
        transfer: trace.transfer.clone(),
        from_owner: trace.from.owner.clone(),
        to_owner: trace.to.owner.clone(),
    }
}

fn tree(trace: &Trace, posted: &str) -> anyhow::Result<Tree<String>> {
    let transfer = &trace.transfer;
    let (from, to) = (account(&trace.from), account(&trace.to));
    let head = format!("transfer {}  {}  {from} → {to}", transfer.id, transfer.amount());
    let texts = [
        Some(format!("posted {posted}")),
        transfer.description.as_ref().map(|text| format!("for {}", visible(text))),
        transfer.idempotency_key.as_ref().map(|key| format!("key {}", visible(key))),
    ];
    let entries = trace.entries.iter().map(|entry| {
        let side = if entry.account_id == trace.from.id { &trace.from } else { &trace.to };
        moved(entry, side)
    });
    let relatives = [
        trace.reverses.as_ref().map(|original| format!("reverses {}", other(original))),
        trace.exchange.as_ref().map(|half| format!("exchanged with {}", other(half))),
        trace.order.as_ref().map(|order| bought(order, transfer.id)),
    ];
    let leaves = |texts: [Option<String>; 3]| texts.into_iter().flatten().map(Tree::new);
    let branches = leaves(texts).chain(entries).chain(reversals(trace)?).chain(leaves(relatives));
    Ok(Tree::new(head).with_leaves(branches))
}

fn account(account: &Account) -> String {
    format!("{}/{}", visible(&account.owner), account.currency)
}

fn moved(entry: &Entry, side: &Account) -> Tree<String> {
    let money = |minor| Money::new(minor, side.currency);
    let below = format!("account {}  {}", side.id, account(side));
    let balance = format!("balance {} then, {} now", money(entry.balance_after), side.balance());
    let sign = if entry.amount > 0 { "+" } else { "" };
    Tree::new(format!("entry {}  {sign}{}", entry.id, money(entry.amount)))
        .with_leaves([Tree::new(below), Tree::new(balance)])
}

fn other(transfer: &Row) -> String {
    let what = transfer.description.as_ref().map(|text| format!("  {}", visible(text)));
    format!("transfer {}  {}{}", transfer.id, transfer.amount(), what.unwrap_or_default())
}

/// What gave the transfer back, and what is left of it.
fn reversals(trace: &Trace) -> anyhow::Result<Option<Tree<String>>> {
    if trace.reversals.is_empty() {
        return Ok(None);
    }
    let left = trace.transfer.left_after(&trace.reversals)?;
    let head = if left.minor_units() == 0 {
        "reversed in full".to_owned()
    } else {
        format!("reversed, {left} left")
    };
    Ok(Some(Tree::new(head).with_leaves(trace.reversals.iter().map(|reversal| Tree::new(other(reversal))))))
}

fn bought(order: &Order, transfer: TransferId) -> String {
    let did = if order.payment_transfer_id == Some(transfer) { "paid" } else { "refunded" };
    let Order { order_number, total_amount, currency, status, .. } = order;
    format!("{did} order {}  {total_amount} {currency}  {status}", visible(order_number))
}

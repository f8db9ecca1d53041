use diesel::PgConnection;

use super::options::{Order, Page, When, tell};
use crate::admin::inspect::{TransferQuery, TransferRow, find_account, list_transfers};
use crate::cli::context::Context;
use crate::cli::output::{Cell, at, cell, maybe, number, prose, text, time};
use crate::models::Transfer;
use crate::types::TransferId;

/// List transfers, the newest first.
///
/// Within an account, a stretch of time is found at once; without one, the transfers up to it are read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect transfers --account anna/EUR --since 2026-11-01
  ledgerstore inspect transfers --since 2d --sort oldest
  ledgerstore inspect transfers --after 100")]
pub(in crate::cli) struct Transfers {
    /// Only those that debit or credit this account, in its own order: a number, or OWNER/CURRENCY.
    #[arg(long, allow_negative_numbers = true)]
    account: Option<String>,
    /// Only those posted then or later: 2026-11-20, 2026-11-20T08:00:00Z, or 2d ago (also m, h, w).
    #[arg(long, value_name = "TIME")]
    since: Option<When>,
    /// Only those posted before then.
    #[arg(long, value_name = "TIME")]
    until: Option<When>,
    /// In which order.
    #[arg(long, value_enum, default_value_t = Order::Newest)]
    sort: Order,
    #[command(flatten)]
    page: Page<TransferId>,
}

impl Transfers {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let account = self.account.as_ref().map(|which| find_account(conn, which)).transpose()?;
        let zone = context.output().zone();
        let wanted = TransferQuery {
            account: account.map(|account| account.id),
            since: self.since.map(|when| when.instant(zone)),
            until: self.until.map(|when| when.instant(zone)),
            oldest_first: self.sort == Order::Oldest,
            after: self.page.after,
            limit: self.page.limit.limit,
        };
        let found = list_transfers(conn, &wanted)?;
        show_transfers(context, &found.rows)?;
        tell(context, &found, |last| last.transfer.id.to_string());
        Ok(())
    }
}

pub(super) fn show_transfers(context: &Context, transfers: &[TransferRow]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        time("posted"),
        number("from account").for_programs(),
        text("from"),
        number("to account").for_programs(),
        text("to"),
        number("amount"),
        prose("what for").for_people(),
        text("reverses").for_programs(),
        text("exchanges").for_programs(),
        text("idempotency key").for_programs(),
        text("description").for_programs(),
    ];
    context.output().rows(&columns, transfers, |TransferRow { transfer, from_owner, to_owner }| {
        vec![
            cell(transfer.id),
            at(transfer.created_at),
            cell(transfer.from_account_id),
            cell(from_owner),
            cell(transfer.to_account_id),
            cell(to_owner),
            cell(transfer.amount()),
            what_for(transfer),
            maybe(transfer.reverses_id.as_ref()),
            maybe(transfer.exchanges_id.as_ref()),
            transfer.idempotency_key.clone(),
            transfer.description.clone(),
        ]
    })
}

/// What a transfer was for, in the caller's words and in ours.
pub(super) fn what_for(transfer: &Transfer) -> Cell {
    let reverses = transfer.reverses_id.map(|id| format!("reverses {id}"));
    let exchanges = transfer.exchanges_id.map(|id| format!("exchange with {id}"));
    let parts: Vec<_> = [reverses, exchanges, transfer.description.clone()].into_iter().flatten().collect();
    if parts.is_empty() { None } else { Some(parts.join(": ")) }
}

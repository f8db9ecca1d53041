use chrono::TimeDelta;
use diesel::PgConnection;

use super::options::{Limit, Order as Sort, age, tell};
use crate::admin::inspect::{OrderQuery, OrderRow, find_order, find_user, list_orders, with_username};
use crate::cli::context::Context;
use crate::cli::output::{at, cell, maybe, number, state, text, time};
use crate::models::Order;
use crate::types::OrderStatus;

/// List orders, the newest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect orders --status pending --older-than 2d --sort oldest
  ledgerstore inspect orders --user anna")]
pub(in crate::cli) struct Orders {
    /// Only in this status: pending, confirmed, shipped, delivered or cancelled.
    #[arg(long)]
    status: Option<OrderStatus>,
    /// Only of this user: a username, an e-mail address or a number.
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// Only those placed at least so long ago: 30m, 12h, 2d or 1w.
    #[arg(long, value_name = "AGE", value_parser = age)]
    older_than: Option<TimeDelta>,
    /// In which order.
    #[arg(long, value_enum, default_value_t = Sort::Newest)]
    sort: Sort,
    /// Go on behind this order: an order number or an id.
    #[arg(long, value_name = "ORDER")]
    after: Option<String>,
    #[command(flatten)]
    limit: Limit,
}

impl Orders {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let user = self.user.as_ref().map(|who| find_user(conn, who)).transpose()?;
        let after = self.after.as_ref().map(|which| find_order(conn, which)).transpose()?;
        let wanted = OrderQuery {
            status: self.status,
            user: user.map(|user| user.id),
            older_than: self.older_than,
            oldest_first: self.sort == Sort::Oldest,
            after: after.map(|order| (order.created_at, order.id)),
            limit: self.limit.limit,
        };
        let found = list_orders(conn, &wanted)?;
        show_rows(context, &found.rows)?;
        tell(context, &found, |last| last.order.id.to_string());
        Ok(())
    }
}

/// Orders that a command has found or changed.
pub(in crate::cli) fn show_orders(
    context: &Context,
    conn: &mut PgConnection,
    orders: &[Order],
) -> anyhow::Result<()> {
    let named = orders.iter().map(|order| with_username(conn, order.clone()));
    show_rows(context, &named.collect::<Result<Vec<_>, _>>()?)
}

pub(super) fn show_rows(context: &Context, orders: &[OrderRow]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        text("order number"),
        text("user"),
        state("status"),
        number("total"),
        number("payment").for_programs(),
        number("refund").for_programs(),
        time("placed"),
    ];
    context.output().rows(&columns, orders, |OrderRow { order, username }| {
        vec![
            cell(order.id),
            cell(&order.order_number),
            cell(username),
            cell(order.status),
            cell(format!("{} {}", order.total_amount, order.currency)),
            maybe(order.payment_transfer_id.as_ref()),
            maybe(order.refund_transfer_id.as_ref()),
            at(order.created_at),
        ]
    })
}

use diesel::PgConnection;

use super::transfers::what_for;
use crate::admin::inspect::{ItemRow, OrderPicture, OrderRow, find_order, order_picture};
use crate::cli::context::Context;
use crate::cli::output::{at, cell, number, prose, state, text, time};
use crate::models::{Order as Row, Transfer};

/// Show one order with its lines, its payment and its refunds.
///
/// CSV holds the lines alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ledgerstore inspect order ORD-000000000001")]
pub(in crate::cli) struct Order {
    /// An order number or an id.
    #[arg(value_name = "ORDER")]
    which: String,
}

impl Order {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let order = find_order(conn, &self.which)?;
        show_order(context, conn, order)
    }
}

/// An order as `inspect order` shows it.
pub(in crate::cli) fn show_order(
    context: &Context,
    conn: &mut PgConnection,
    order: Row,
) -> anyhow::Result<()> {
    let picture = order_picture(conn, order)?;
    let output = context.output();
    if !output.is_for_people() {
        return output.json_or_rows(&picture, || show_items(context, &picture));
    }
    card(context, &picture.order)?;
    output.heading("Lines")?;
    show_items(context, &picture)?;
    if let Some(payment) = &picture.payment {
        output.heading("Payment")?;
        show_money(context, std::slice::from_ref(payment))?;
    }
    if !picture.refunds.is_empty() {
        output.heading("Refunds")?;
        show_money(context, &picture.refunds)?;
    }
    Ok(())
}

fn card(context: &Context, OrderRow { order, username }: &OrderRow) -> anyhow::Result<()> {
    Ok(context.output().card(vec![
        (number("order"), cell(order.id)),
        (text("order number"), cell(&order.order_number)),
        (text("user"), cell(username)),
        (state("status"), cell(order.status)),
        (number("total"), cell(format!("{} {}", order.total_amount, order.currency))),
        (time("placed"), at(order.created_at)),
        (time("changed"), at(order.updated_at)),
    ])?)
}

fn show_items(context: &Context, picture: &OrderPicture) -> anyhow::Result<()> {
    let columns = [
        number("product").for_programs(),
        text("SKU"),
        prose("name"),
        number("quantity"),
        number("unit price"),
        number("subtotal"),
        text("currency"),
    ];
    context.output().rows(&columns, &picture.items, |ItemRow { item, sku, name }| {
        vec![
            cell(item.product_id),
            cell(sku),
            cell(name),
            cell(item.quantity),
            cell(&item.unit_price),
            cell(&item.subtotal),
            cell(item.currency),
        ]
    })
}

fn show_money(context: &Context, transfers: &[Transfer]) -> anyhow::Result<()> {
    let columns = [number("transfer"), time("posted"), number("amount"), prose("what for")];
    context.output().rows(&columns, transfers, |transfer| {
        vec![cell(transfer.id), at(transfer.created_at), cell(transfer.amount()), what_for(transfer)]
    })
}

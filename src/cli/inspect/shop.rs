use diesel::PgConnection;

use super::{Limit, Page, hint_at_more, time};
use crate::admin::inspect::{find_order, find_product, find_user};
use crate::cli::context::Context;
use crate::cli::output::{cell, line, maybe, number, prose, text};
use crate::models::{Order, OrderFilter, OrderItem, Product, ProductFilter};
use crate::shop::PlacedOrder;
use crate::types::{OrderStatus, ProductId};

pub(super) fn products(
    context: &Context,
    conn: &mut PgConnection,
    below: Option<i32>,
    page: &Page<ProductId>,
) -> anyhow::Result<()> {
    let filter = ProductFilter { below, ..ProductFilter::default() };
    let products = Product::list(conn, &filter, page.after, page.limit.limit)?;
    show_products(context, &products)?;
    hint_at_more(context, products.len(), page.limit, || {
        products.last().map(|last| format!("--after {}", last.id))
    });
    Ok(())
}

pub(super) fn product(context: &Context, conn: &mut PgConnection, which: &str) -> anyhow::Result<()> {
    let product = find_product(conn, which)?;
    context.output().json_or_rows(&product, || show_products(context, std::slice::from_ref(&product)))
}

pub(super) fn orders(
    context: &Context,
    conn: &mut PgConnection,
    status: Option<OrderStatus>,
    user: Option<&str>,
    before: Option<&str>,
    limit: Limit,
) -> anyhow::Result<()> {
    let user = user.map(|who| find_user(conn, who)).transpose()?.map(|user| user.id);
    let before =
        before.map(|which| find_order(conn, which)).transpose()?.map(|order| (order.created_at, order.id));
    let orders = Order::list(conn, &OrderFilter { user, status }, before, limit.limit)?;
    show_orders(context, &orders)?;
    hint_at_more(context, orders.len(), limit, || {
        orders.last().map(|last| format!("--before {}", last.order_number))
    });
    Ok(())
}

pub(super) fn order(context: &Context, conn: &mut PgConnection, which: &str) -> anyhow::Result<()> {
    let order = find_order(conn, which)?;
    let items = OrderItem::of_order(conn, order.id)?;
    show_order(context, &PlacedOrder { order, items })
}

pub(in crate::cli) fn show_order(context: &Context, placed: &PlacedOrder) -> anyhow::Result<()> {
    if context.output().is_for_people() {
        show_orders(context, std::slice::from_ref(&placed.order))?;
        line("\nLines")?;
        return show_items(context, &placed.items);
    }
    context.output().json_or_rows(placed, || show_items(context, &placed.items))
}

pub(in crate::cli) fn show_orders(context: &Context, orders: &[Order]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        text("order number"),
        number("user"),
        text("status"),
        number("total"),
        number("payment"),
        number("refund"),
        text("placed"),
    ];
    context.output().rows(&columns, orders, |order| {
        vec![
            cell(order.id),
            cell(&order.order_number),
            cell(order.user_id),
            cell(order.status),
            cell(format!("{} {}", order.total_amount, order.currency)),
            maybe(order.payment_transfer_id.as_ref()),
            maybe(order.refund_transfer_id.as_ref()),
            cell(time(order.created_at)),
        ]
    })
}

fn show_items(context: &Context, items: &[OrderItem]) -> anyhow::Result<()> {
    let columns =
        [number("product"), number("quantity"), number("unit price"), number("subtotal"), text("currency")];
    context.output().rows(&columns, items, |item| {
        vec![
            cell(item.product_id),
            cell(item.quantity),
            cell(&item.unit_price),
            cell(&item.subtotal),
            cell(item.currency),
        ]
    })
}

pub(in crate::cli) fn show_products(context: &Context, products: &[Product]) -> anyhow::Result<()> {
    let columns =
        [number("id"), text("SKU"), prose("name"), number("price"), number("stock"), number("version")];
    context.output().rows(&columns, products, |product| {
        vec![
            cell(product.id),
            cell(&product.sku),
            cell(&product.name),
            cell(format!("{} {}", product.price, product.currency)),
            cell(product.stock_quantity),
            cell(product.version),
        ]
    })
}

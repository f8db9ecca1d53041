use maud::{Markup, html};

use super::amount::{count, money};
use super::{Kind, table, time};
use crate::admin::inspect::TableInfo;
use crate::admin::report::LowStock;
use crate::models::{Account, Product};
use crate::types::Money;

pub(super) fn accounts(accounts: &[Account]) -> Markup {
    if accounts.is_empty() {
        return html! { p.none { "No account has an entry yet." } };
    }
    let headings = [
        ("Account", Kind::Number),
        ("Owner", Kind::Text),
        ("Entries", Kind::Number),
        ("Balance", Kind::Number),
        ("Last entry", Kind::Text),
    ];
    let rows: Vec<_> = accounts.iter().map(account).collect();
    html! {
        p { "Those with the most entries, without the house’s own." }
        (table("The busiest accounts", &headings, &rows))
    }
}

fn account(account: &Account) -> Vec<Markup> {
    let balance = Money::new(account.balance, account.currency);
    vec![
        html! { (account.id) },
        html! { (account.owner) },
        html! { (count(account.version)) },
        html! { (money(&balance.to_decimal(), account.currency)) },
        html! { @if let Some(at) = account.last_posted_at { (time(at)) } },
    ]
}

pub(super) fn stock(stock: &LowStock) -> Markup {
    let headings =
        [("Product", Kind::Text), ("Name", Kind::Text), ("Pieces", Kind::Number), ("Price", Kind::Number)];
    let rows: Vec<_> = stock.products.iter().map(product).collect();
    html! {
        @if rows.is_empty() {
            p.none { "No product has fewer than " (stock.below) " pieces." }
        } @else {
            p {
                "Fewer than " (stock.below) " pieces: " (count(stock.count)) @if stock.count == 1 { " product" } @else { " products" }
                @if usize::try_from(stock.count) != Ok(rows.len()) { ", of which these have the least" }
                "."
            }
            (table("Products that are nearly sold out", &headings, &rows))
        }
    }
}

fn product(product: &Product) -> Vec<Markup> {
    vec![
        html! { code { (product.sku) } },
        html! { (product.name) },
        html! { @if product.stock_quantity == 0 { strong.bad { "0, sold out" } } @else { (product.stock_quantity) } },
        html! { (money(&product.price, product.currency)) },
    ]
}

pub(super) fn tables(tables: &[TableInfo]) -> Markup {
    let rows = tables.iter().map(|one| {
        vec![
            html! { code { (one.name) } },
            html! { (count(one.rows.unwrap_or_default())) },
            html! { (size(one.table_bytes + one.index_bytes)) },
            html! { (one.comment.as_deref().unwrap_or_default()) },
        ]
    });
    let headings =
        [("Table", Kind::Text), ("Rows", Kind::Number), ("Size", Kind::Number), ("What it is", Kind::Prose)];
    html! {
        p { "Rows are counted; sizes are with indexes." }
        (table("The tables", &headings, &rows.collect::<Vec<_>>()))
    }
}

/// Bytes in the largest unit of which there is at least one.
fn size(bytes: i64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.into_iter().find(|(power, _)| bytes >= 1 << power);
    unit.map_or_else(|| format!("{bytes} B"), |(power, name)| format!("{} {name}", bytes >> power))
}

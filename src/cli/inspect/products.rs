use diesel::PgConnection;

use super::options::{Limit, tell};
use super::spark::sparkline;
use crate::admin::inspect::{
    Place, ProductOrder, ProductPicture, ProductQuery, find_product, list_products, product_picture,
};
use crate::cli::context::Context;
use crate::cli::exit::Misused;
use crate::cli::output::{amount, at, cell, maybe, number, prose, text, time};
use crate::models::{Product as Row, StockMovement};

/// List products by number, or by their stock.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect products
  ledgerstore inspect products --below 5 --sort stock")]
pub(in crate::cli) struct Products {
    /// Only those with less stock than this.
    #[arg(long, value_name = "PIECES", allow_negative_numbers = true)]
    below: Option<i32>,
    /// In which order.
    #[arg(long, value_enum, default_value_t = Sort::Id)]
    sort: Sort,
    /// Go on behind the row with this number, or at this STOCK:ID: the place that the page before told.
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    after: Option<String>,
    #[command(flatten)]
    limit: Limit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    /// By number.
    Id,
    /// The smallest stock first; all products are read.
    Stock,
}

/// Show one product with its stock movements, the latest first.
///
/// On a terminal, bars show how the stock went. CSV holds the movements alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect product MUG-BLUE
  ledgerstore inspect product 2 --limit 5 --after 17")]
pub(in crate::cli) struct Product {
    /// A SKU or a number.
    #[arg(value_name = "PRODUCT")]
    which: String,
    /// Go on behind this movement of the product: 1, 2, 3, …
    #[arg(long, value_name = "MOVEMENT", allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(1..))]
    after: Option<i64>,
    #[command(flatten)]
    limit: Limit,
}

impl Products {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let wanted = ProductQuery { below: self.below, order: self.order()?, limit: self.limit.limit };
        let found = list_products(conn, &wanted)?;
        show_products(context, &found.rows)?;
        tell(context, &found, |last| match self.sort {
            Sort::Id => last.id.to_string(),
            Sort::Stock => Place { key: last.stock_quantity.into(), id: last.id.get() }.to_string(),
        });
        Ok(())
    }

    fn order(&self) -> Result<ProductOrder, Misused> {
        let after = self.after.as_deref();
        match self.sort {
            Sort::Id => super::place(after).map(ProductOrder::Number),
            Sort::Stock => super::place(after).map(ProductOrder::Stock),
        }
    }
}

impl Product {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let product = find_product(conn, &self.which)?;
        let picture = product_picture(conn, product, self.after, self.limit.limit)?;
        let output = context.output();
        if output.is_for_people() {
            card(context, &picture)?;
            output.heading("Stock movements, the latest first")?;
        }
        output.json_or_rows(&picture, || show_movements(context, &picture.movements.rows))?;
        tell(context, &picture.movements, |last| last.number.to_string());
        Ok(())
    }
}

fn card(context: &Context, ProductPicture { product, movements }: &ProductPicture) -> anyhow::Result<()> {
    let mut parts = vec![
        (number("product"), cell(product.id)),
        (text("SKU"), cell(&product.sku)),
        (prose("name"), cell(&product.name)),
        (prose("description"), cell(&product.description)),
        (number("price"), cell(format!("{} {}", product.price, product.currency))),
        (number("stock"), cell(product.stock_quantity)),
        (time("since"), at(product.created_at)),
        (time("changed"), at(product.updated_at)),
    ];
    if context.output().is_watched() && !movements.rows.is_empty() {
        let stock: Vec<_> =
            movements.rows.iter().take(40).rev().map(|movement| movement.stock_after).collect();
        parts.push((text("lately"), cell(sparkline(&stock))));
    }
    Ok(context.output().card(parts)?)
}

fn show_movements(context: &Context, movements: &[StockMovement]) -> anyhow::Result<()> {
    let columns = [
        number("number"),
        time("at"),
        text("reason"),
        amount("change"),
        number("stock after"),
        number("order"),
    ];
    context.output().rows(&columns, movements, |movement| {
        vec![
            cell(movement.number),
            at(movement.created_at),
            cell(movement.reason.as_str()),
            cell(movement.change),
            cell(movement.stock_after),
            maybe(movement.order_id.as_ref()),
        ]
    })
}

pub(in crate::cli) fn show_products(context: &Context, products: &[Row]) -> anyhow::Result<()> {
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

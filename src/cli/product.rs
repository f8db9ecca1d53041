use std::process::ExitCode;

use anyhow::Context as _;

use super::context::Context;
use super::inspect::show_products;
use crate::admin::inspect::find_product;
use crate::shop::{self, NewProduct};
use crate::types::Money;

/// Add products, restock them and change their prices.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore product add TEA-250 'Green tea, 250 g' '14.50 EUR' --stock 40
  ledgerstore inspect products --below 5")]
pub(super) enum Product {
    /// Add a product with its first stock.
    #[command(after_help = "Examples:
  ledgerstore product add TEA-250 'Green tea, 250 g' '14.50 EUR' --stock 40
  ledgerstore product add SAKE Sake '1200 JPY' --description 'From Niigata'")]
    Add {
        /// The shop's own unique code.
        sku: String,
        /// What it is called.
        name: String,
        /// What one piece costs, with its currency: '6.50 EUR'.
        #[arg(allow_negative_numbers = true)]
        price: String,
        /// How many pieces there are.
        #[arg(long, value_name = "PIECES", default_value_t = 0, allow_negative_numbers = true)]
        stock: i32,
        /// What there is to say of it.
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        description: String,
    },
    /// Add pieces to a product's stock.
    #[command(after_help = "Example:
  ledgerstore product restock TEA-100 20")]
    Restock {
        /// A SKU or a number.
        product: String,
        /// How many come in.
        #[arg(allow_negative_numbers = true)]
        pieces: i32,
    },
    /// Change what a product costs from now on.
    ///
    /// Orders keep the price at which they were placed.
    #[command(after_help = "Examples:
  ledgerstore product price TEA-100 6.90
  ledgerstore product price TEA-100 '6.90 EUR' --expected-version 3")]
    Price {
        /// A SKU or a number.
        product: String,
        /// What one piece is to cost, in the product's currency.
        #[arg(allow_negative_numbers = true)]
        price: String,
        /// Only if the product has this version: nothing has happened to it since.
        #[arg(long, value_name = "VERSION")]
        expected_version: Option<i64>,
    },
}

impl Product {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        let product = match self {
            Self::Add { sku, name, price, stock, description } => {
                let price: Money = price.parse().context("the price is wrong")?;
                let product = NewProduct::new(&sku, &name, price, stock)?.description(&description);
                shop::add_product(conn, &product)?
            }
            Self::Restock { product, pieces } => {
                let product = find_product(conn, &product)?;
                shop::restock(conn, product.id, pieces)?
            }
            Self::Price { product, price, expected_version } => {
                let product = find_product(conn, &product)?;
                let price = Money::parse_in(&price, product.currency).context("the price is wrong")?;
                shop::change_price(conn, product.id, price, expected_version)?
            }
        };
        show_products(context, &[product])?;
        Ok(ExitCode::SUCCESS)
    }
}

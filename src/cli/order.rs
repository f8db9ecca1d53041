use std::process::ExitCode;

use anyhow::Context as _;
use diesel::PgConnection;

use super::context::Context;
use super::inspect::{show_order, show_orders};
use super::money::{self, Details};
use crate::admin::inspect::{find_order, find_user};
use crate::models;
use crate::shop::{self, ShopError};
use crate::types::{Money, OrderId};

/// Place orders and take them on their way.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore order place anna TEA-100=2 MUG-BLUE=1
  ledgerstore order pay ORD-000000000001
  ledgerstore inspect order ORD-000000000001")]
pub(super) enum Order {
    /// Place an order: take the stock at today's prices.
    #[command(after_help = "Examples:
  ledgerstore order place anna TEA-100=2 MUG-BLUE=1
  ledgerstore order place anna TEA-100=2 --no-wait")]
    Place {
        /// Who buys: a username, an e-mail address or a number.
        user: String,
        /// What to order, and how many pieces.
        #[arg(value_name = "SKU=QUANTITY", required = true, value_parser = wanted)]
        lines: Vec<(String, i32)>,
        /// Fail at once where somebody else has locked one of the products.
        #[arg(long)]
        no_wait: bool,
    },
    /// Pay a pending order from its buyer's account.
    ///
    /// Paying again pays nothing.
    #[command(after_help = "Example:
  ledgerstore order pay ORD-000000000001")]
    Pay(Which),
    /// Mark a paid order as shipped.
    #[command(after_help = "Example:
  ledgerstore order ship ORD-000000000001")]
    Ship(Which),
    /// Mark a shipped order as delivered.
    #[command(after_help = "Example:
  ledgerstore order deliver ORD-000000000001")]
    Deliver(Which),
    /// Cancel an order that isn't shipped: its stock and its payment go back.
    ///
    /// Cancelling again gives nothing back.
    #[command(after_help = "Example:
  ledgerstore order cancel ORD-000000000001")]
    Cancel(Which),
    /// Give a part of an order's payment back.
    ///
    /// All refunds together never exceed the payment. The stock stays as it is.
    #[command(after_help = "Examples:
  ledgerstore order refund ORD-000000000001 3.00
  ledgerstore order refund ORD-000000000001 3.00 --idempotency-key broken-mug")]
    Refund {
        #[command(flatten)]
        which: Which,
        /// How much of it, in the order's currency.
        #[arg(allow_negative_numbers = true)]
        amount: String,
        #[command(flatten)]
        details: Details,
    },
    /// Show the pending order that waits longest and that nobody is working on.
    #[command(after_help = "Example:
  ledgerstore order next")]
    Next,
}

/// Which order it is about.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// An order number or an id.
    order: String,
}

impl Order {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        match self {
            Self::Place { user, lines, no_wait } => place(context, conn, &user, &lines, no_wait)?,
            Self::Pay(which) => which.take(context, conn, shop::pay)?,
            Self::Ship(which) => which.take(context, conn, shop::ship)?,
            Self::Deliver(which) => which.take(context, conn, shop::deliver)?,
            Self::Cancel(which) => which.take(context, conn, shop::cancel)?,
            Self::Refund { which, amount, details } => {
                let order = find_order(conn, &which.order)?;
                let part = Money::parse_in(&amount, order.currency).context("the amount is wrong")?;
                let posted = shop::refund(conn, order.id, part, &details.reference())?;
                return money::show(context, conn, &[posted]);
            }
            Self::Next => {
                let next = shop::next_pending(conn)?;
                if next.is_none() {
                    context.notice("no order is waiting");
                }
                show_orders(context, conn, next.as_slice())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Which {
    /// Takes the order a step further.
    fn take(
        &self,
        context: &Context,
        conn: &mut PgConnection,
        step: fn(&mut PgConnection, OrderId) -> Result<models::Order, ShopError>,
    ) -> anyhow::Result<()> {
        let order = find_order(conn, &self.order)?;
        let changed = step(conn, order.id)?;
        show_orders(context, conn, &[changed])
    }
}

fn place(
    context: &Context,
    conn: &mut PgConnection,
    user: &str,
    wanted: &[(String, i32)],
    no_wait: bool,
) -> anyhow::Result<()> {
    let user = find_user(conn, user)?;
    let wanted: Vec<_> = wanted.iter().map(|(sku, quantity)| (sku.as_str(), *quantity)).collect();
    let lines = shop::lines_by_sku(conn, &wanted)?;
    let place = if no_wait { shop::place_order_no_wait } else { shop::place_order };
    let placed = place(conn, user.id, &lines)?;
    show_order(context, conn, placed.order)
}

/// `TEA-100=2`; a SKU may have an equals sign in it, a quantity doesn't.
fn wanted(text: &str) -> Result<(String, i32), String> {
    let (sku, quantity) = text.rsplit_once('=').ok_or("write it as SKU=QUANTITY, TEA-100=2 for instance")?;
    let quantity = quantity.parse().map_err(|_| format!("{quantity:?} isn't a number of pieces"))?;
    Ok((sku.to_owned(), quantity))
}

use thiserror::Error;

use crate::database::Transient;
use crate::database::error::violated_rule;
use crate::ledger::LedgerError;
use crate::types::{Currency, CursorError, Money, MoneyError, OrderId, OrderStatus, ProductId, UserId};

/// Why the shop refused something. Nothing was changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ShopError {
    /// An order needs at least one line.
    #[error("an order needs at least one line")]
    EmptyOrder,
    /// A line's quantity isn't positive (`order_items_quantity_positive`).
    #[error("{quantity} isn't a quantity of product {product}: give 1 or more pieces")]
    Quantity {
        /// The product.
        product: ProductId,
        /// What was asked for.
        quantity: i64,
    },
    /// A product has fewer pieces left than were asked for (`products_stock_quantity_not_negative`).
    #[error("out of stock: {sku} has {available} left, {requested} were asked for")]
    OutOfStock {
        /// The product's SKU.
        sku: String,
        /// What is left.
        available: i32,
        /// What was asked for.
        requested: i32,
    },
    /// There is no such product.
    #[error("there is no product {0}")]
    ProductNotFound(ProductId),
    /// No product has this SKU.
    #[error("there is no product with the SKU {0:?}")]
    UnknownSku(String),
    /// Another transaction holds the product, and waiting for it wasn't wanted.
    #[error("product {sku} is locked by somebody else; try again in a moment")]
    Locked {
        /// The product's SKU.
        sku: String,
    },
    /// There is no such order.
    #[error("there is no order {0}")]
    OrderNotFound(OrderId),
    /// There is no such user (`orders_user_id_fkey`).
    #[error("there is no user {0}")]
    UserNotFound(UserId),
    /// The lines of an order are priced in one currency (`order_items_product_fkey`).
    #[error("an order has one currency: {sku} is sold in {currency}, the order is in {order}")]
    MixedCurrencies {
        /// The first product that differs.
        sku: String,
        /// What it is sold in.
        currency: Currency,
        /// What the order is in.
        order: Currency,
    },
    /// The order isn't in a status from which this step is possible (`orders_status_step`).
    #[error("order {order} is {from} and can't become {to}")]
    IllegalStatus {
        /// The order.
        order: OrderId,
        /// Its status.
        from: OrderStatus,
        /// What was asked for.
        to: OrderStatus,
    },
    /// The buyer has no account in the order's currency to pay from.
    #[error("{owner} has no account in {currency} to pay from")]
    NoAccount {
        /// The buyer's username.
        owner: String,
        /// The order's currency.
        currency: Currency,
    },
    /// The row has changed since the caller read it.
    #[error("product {product} has changed since version {seen}; read it again")]
    StaleVersion {
        /// The product.
        product: ProductId,
        /// The version that the caller saw.
        seen: i64,
    },
    /// The SKU is taken (`products_sku_key`).
    #[error("there is a product {0} already")]
    SkuTaken(String),
    /// A SKU or a name is blank (`products_sku_not_blank`, `products_name_not_blank`).
    #[error("a product's SKU and name can't be blank")]
    BlankProduct,
    /// The price isn't one (`products_price_not_negative`, `products_price_fits_currency`).
    #[error("a price is zero or more, in the decimals that its currency has")]
    PriceOutOfRange,
    /// A product keeps its currency: the new price is in another.
    #[error("product {sku} is sold in {currency}, so {price} can't be its price")]
    PriceCurrency {
        /// The product's SKU.
        sku: String,
        /// What it is sold in.
        currency: Currency,
        /// The price that was given.
        price: Money,
    },
    /// The stock isn't 0 to 1,000,000,000 pieces (`products_stock_quantity_range`, `…_not_negative`).
    #[error("a stock is 0 to 1,000,000,000 pieces")]
    StockOutOfRange,
    /// A line or the order would cost more than 99,999,999.99 (`order_items_subtotal_range`, `orders_total_amount_range`).
    #[error("an order can't cost more than 99,999,999.99")]
    TotalOutOfRange,
    /// Nothing was paid for the order, so nothing can be given back.
    #[error("order {0} has no payment to refund")]
    NotPaid(OrderId),
    /// The refund leaves nothing to give back, but the order was never marked as refunded.
    #[error("the payment of order {order} has been given back already, {remaining} remain")]
    NothingToRefund {
        /// The order.
        order: OrderId,
        /// What is left of the payment.
        remaining: Money,
    },
    /// The page can't be found by its cursor.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// An amount can't be represented.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The ledger refused the payment or the refund.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Anything else the database said.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl ShopError {
    pub(super) fn rule(&self) -> Option<&str> {
        match self {
            Self::Database(error) => violated_rule(error),
            _ => None,
        }
    }
}

impl Transient for ShopError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Database(error) => error.is_transient(),
            Self::Ledger(error) => error.is_transient(),
            _ => false,
        }
    }
}

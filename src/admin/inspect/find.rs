use diesel::prelude::*;
use thiserror::Error;

use crate::models::{Account, Order, Product, User};
use crate::types::{AccountId, OrderId, ProductId, TransferId, UserId};

/// What was asked for isn't there.
#[derive(Debug, Error)]
pub enum FindError {
    /// No user has this number, name or address.
    #[error("there is no user {0:?}: give a number, a username or an e-mail address")]
    User(String),
    /// No account has this number, or nobody of this name has one in this currency.
    #[error("there is no account {0:?}: give its number or OWNER/CURRENCY")]
    Account(String),
    /// No order has this number.
    #[error("there is no order {0:?}: give its id or its order number")]
    Order(String),
    /// No product has this number or SKU.
    #[error("there is no product {0:?}: give its id or its SKU")]
    Product(String),
    /// The transfer doesn't debit or credit this account.
    #[error("transfer {transfer} isn't one of account {account}'s")]
    NotOfAccount {
        /// The transfer.
        transfer: TransferId,
        /// The account.
        account: AccountId,
    },
    /// A query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A user by username, e-mail address or number, in this order: a name may look like a number.
///
/// # Errors
/// [`FindError::User`] when there is none.
pub fn find_user(conn: &mut PgConnection, text: &str) -> Result<User, FindError> {
    let mut found = User::find_by_username(conn, text)?;
    if found.is_none() {
        found = User::find_by_email(conn, text)?;
    }
    if let (None, Ok(id)) = (&found, text.parse()) {
        found = User::find(conn, UserId::new(id))?;
    }
    found.ok_or_else(|| FindError::User(text.to_owned()))
}

/// An account by its number or as `OWNER/CURRENCY`, which names at most one.
///
/// # Errors
/// [`FindError::Account`] when there is none.
pub fn find_account(conn: &mut PgConnection, text: &str) -> Result<Account, FindError> {
    let mut found = None;
    if let Some((owner, currency)) = text.rsplit_once('/')
        && let Ok(currency) = currency.parse()
    {
        found = Account::find_by_owner(conn, owner, currency)?;
    }
    if let (None, Ok(id)) = (&found, text.parse()) {
        found = Account::find(conn, id)?;
    }
    found.ok_or_else(|| FindError::Account(text.to_owned()))
}

/// An order by its order number or its id.
///
/// # Errors
/// [`FindError::Order`] when there is none.
pub fn find_order(conn: &mut PgConnection, text: &str) -> Result<Order, FindError> {
    let mut found = Order::find_by_number(conn, text)?;
    if let (None, Ok(id)) = (&found, text.parse()) {
        found = Order::find(conn, OrderId::new(id))?;
    }
    found.ok_or_else(|| FindError::Order(text.to_owned()))
}

/// A product by its SKU or its id.
///
/// # Errors
/// [`FindError::Product`] when there is none.
pub fn find_product(conn: &mut PgConnection, text: &str) -> Result<Product, FindError> {
    let mut found = Product::find_by_sku(conn, text)?;
    if let (None, Ok(id)) = (&found, text.parse()) {
        found = Product::find(conn, ProductId::new(id))?;
    }
    found.ok_or_else(|| FindError::Product(text.to_owned()))
}

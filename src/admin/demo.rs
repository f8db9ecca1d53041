//! A short story with real data, told through the library.

use diesel::prelude::*;
use thiserror::Error;

use super::audit::{self, AuditError, Outcome};
use crate::auth::{self, AuthError, SignUp};
use crate::ledger::{
    self, LedgerError, NewAccount, NewTransfer, Period, Posted, Reference, Statement, StatementPage,
    TrialBalance,
};
use crate::models::{Account, NewProduct, Product, User};
use crate::shop::{self, Line, PlacedOrder, ShopError};
use crate::types::{Currency, Money, MoneyError};

/// What happened in the story.
#[derive(Debug)]
pub struct Story {
    /// Who buys.
    pub anna: Person,
    /// Who is paid.
    pub ben: Person,
    /// What Anna paid Ben.
    pub gift: (Money, Posted),
    /// What Ben tried to pay back, and why he couldn't.
    pub refused: (Money, LedgerError),
    /// What the shop has.
    pub products: Vec<Product>,
    /// What Anna bought and paid.
    pub order: PlacedOrder,
    /// Anna's statement, the newest line first.
    pub statement: Statement,
    /// The books of all.
    pub trial_balance: Vec<TrialBalance>,
    /// What the audit found.
    pub audit: Vec<Outcome>,
}

/// Somebody in the story.
#[derive(Debug)]
pub struct Person {
    /// Who it is.
    pub user: User,
    /// The account, as it was opened.
    pub account: Account,
    /// What was deposited into it.
    pub deposit: Money,
}

/// Where the story broke off.
#[derive(Debug, Error)]
pub enum DemoError {
    /// Signing up.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// Moving money.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Buying.
    #[error(transparent)]
    Shop(#[from] ShopError),
    /// An amount.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// Checking.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The database let somebody spend money that wasn't there.
    #[error("an overdraft of {0} was let through")]
    NotRefused(Money),
}

/// Plays the story on a fresh database.
///
/// # Errors
/// Where it broke off; on a database that holds the story already, at the first sign-up.
pub fn play(conn: &mut PgConnection) -> Result<Story, DemoError> {
    let anna = arrive(conn, "anna", "Anna Berg", Money::new(120_00, Currency::EUR))?;
    let ben = arrive(conn, "ben", "Ben Okafor", Money::new(20_00, Currency::EUR))?;
    let gift = Money::new(12_50, Currency::EUR);
    let posted = pay(conn, &anna, &ben, gift, "Lunch")?;
    let too_much = Money::new(500_00, Currency::EUR);
    let refused = match pay(conn, &ben, &anna, too_much, "A car") {
        Err(refused @ LedgerError::InsufficientFunds { .. }) => refused,
        Err(other) => return Err(other.into()),
        Ok(_) => return Err(DemoError::NotRefused(too_much)),
    };
    let products = vec![
        shop::add_product(
            conn,
            &NewProduct::new("TEA-100", "Green tea, 100 g", Money::new(6_50, Currency::EUR), 40)?,
        )?,
        shop::add_product(
            conn,
            &NewProduct::new("MUG-BLUE", "Mug, blue glaze", Money::new(14_00, Currency::EUR), 12)?,
        )?,
    ];
    let lines = [Line::new(products[0].id, 2), Line::new(products[1].id, 1)];
    let mut order = shop::place_order(conn, anna.user.id, &lines)?;
    order.order = shop::pay(conn, order.order.id)?;
    Ok(Story {
        statement: ledger::statement(conn, anna.account.id, &Period::default(), &StatementPage::default())?,
        trial_balance: ledger::trial_balance(conn)?,
        audit: audit::audit(conn, &[], &mut ())?,
        anna,
        ben,
        gift: (gift, posted),
        refused: (too_much, refused),
        products,
        order,
    })
}

fn arrive(
    conn: &mut PgConnection,
    username: &str,
    full_name: &str,
    deposit: Money,
) -> Result<Person, DemoError> {
    let email = format!("{username}@example.com");
    let user =
        auth::sign_up(conn, &SignUp::new(username, &email, full_name, "correct horse battery staple"))?;
    let account = ledger::open_account(conn, &NewAccount::new(username, deposit.currency()))?;
    ledger::deposit(conn, account.id, deposit, &Reference::new().description("First deposit"))?;
    Ok(Person { user, account, deposit })
}

fn pay(
    conn: &mut PgConnection,
    from: &Person,
    to: &Person,
    amount: Money,
    what_for: &str,
) -> Result<Posted, LedgerError> {
    ledger::transfer(conn, &NewTransfer::new(from.account.id, to.account.id, amount).description(what_for))
}

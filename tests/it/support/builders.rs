use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::database::error::violated_rule;
use ledgerstore::ledger::{self, NewAccount, Reference};
use ledgerstore::models::{Account, NewProduct, NewUser, Product, User};
use ledgerstore::shop;
use ledgerstore::types::{Currency, Money, PasswordHash};

/// A user whom no password lets in: hashing takes time that tests don't need.
pub fn user(conn: &mut PgConnection, username: &str) -> User {
    let email = format!("{username}@example.com");
    let hashed_password = &PasswordHash::locked();
    User::insert(conn, &NewUser { username, email: &email, full_name: username, hashed_password }).unwrap()
}

/// An empty account of a user, who is added if need be.
pub fn account(conn: &mut PgConnection, owner: &str, currency: Currency) -> Account {
    if User::find_by_username(conn, owner).unwrap().is_none() {
        user(conn, owner);
    }
    ledger::open_account(conn, &NewAccount::new(owner, currency)).unwrap()
}

/// A euro account with so many cents in it.
pub fn funded(conn: &mut PgConnection, owner: &str, cents: i64) -> Account {
    let account = account(conn, owner, Currency::EUR);
    ledger::deposit(conn, account.id, Money::new(cents, Currency::EUR), &Reference::new()).unwrap();
    Account::get(conn, account.id).unwrap()
}

/// The house's euro account.
pub fn house(conn: &mut PgConnection) -> Account {
    ledger::house_account(conn, Currency::EUR).unwrap()
}

/// A product in euros.
pub fn product(conn: &mut PgConnection, sku: &str, cents: i64, stock: i32) -> Product {
    let price = Money::new(cents, Currency::EUR);
    shop::add_product(conn, &NewProduct::new(sku, sku, price, stock).unwrap()).unwrap()
}

/// The rule that the database names when it refuses this SQL; panics when it lets it through.
pub fn raw_error(conn: &mut PgConnection, sql: &str) -> String {
    match conn.batch_execute(sql) {
        Ok(()) => panic!("the database let this through: {sql}"),
        Err(error) => {
            violated_rule(&error).unwrap_or_else(|| panic!("{sql}: no rule is named: {error}")).to_owned()
        }
    }
}

use chrono::{Duration, Utc};
use diesel::prelude::*;
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::names::{FAMILY, GIVEN, PRODUCTS, PURPOSES};
use super::{SeedError, SeedReport};
use crate::ledger::{self, LedgerError, NewAccount, NewTransfer, Reference};
use crate::models::{Account, NewProduct, NewSession, NewUser, Order, Product, Session, User};
use crate::shop::{self, Line};
use crate::types::{Currency, Money, PasswordHash};

const PEOPLE: usize = 24;
const TRANSFERS: usize = 160;
const ORDERS: usize = 40;
const DAYS_SIGNED_IN: i64 = 30;

/// The idempotency key of a world's first transfer: it tells that the world was made.
pub(super) fn first_key(seed: u64) -> String {
    format!("seed:{seed}:deposit:0")
}

/// A world in the making. Every choice comes from one generator whose numbers stay the same across releases.
pub(super) struct World<'c> {
    conn: &'c mut PgConnection,
    rng: ChaCha8Rng,
    password: &'c PasswordHash,
    report: SeedReport,
}

impl<'c> World<'c> {
    pub(super) fn new(conn: &'c mut PgConnection, seed: u64, password: &'c PasswordHash) -> Self {
        let report = SeedReport { seed, ..SeedReport::default() };
        Self { conn, rng: ChaCha8Rng::seed_from_u64(seed), password, report }
    }

    pub(super) fn make(mut self) -> Result<SeedReport, SeedError> {
        let people = self.people()?;
        let accounts = self.accounts(&people)?;
        self.deposits(&accounts)?;
        self.transfers(&accounts)?;
        let products = self.products()?;
        self.orders(&people, &products)?;
        self.sessions(&people)?;
        // The last to come has left again; the accounts stay.
        if let Some(last) = people.last() {
            User::soft_delete(self.conn, last.id)?;
        }
        Ok(self.report)
    }

    fn people(&mut self) -> Result<Vec<User>, SeedError> {
        (1..=PEOPLE).map(|number| self.person(number)).collect()
    }

    fn person(&mut self, number: usize) -> Result<User, SeedError> {
        let (given, family) = (self.pick(GIVEN), self.pick(FAMILY));
        let username = format!("{}.{}{number}", given.to_lowercase(), family.to_lowercase());
        let email = format!("{username}@example.com");
        let full_name = format!("{given} {family}");
        let user = NewUser {
            username: &username,
            email: &email,
            full_name: &full_name,
            hashed_password: self.password,
        };
        self.report.users += 1;
        Ok(User::insert(self.conn, &user)?)
    }

    /// Everybody has euros, every third dollars too, every sixth yen.
    fn accounts(&mut self, people: &[User]) -> Result<Vec<Account>, SeedError> {
        let mut accounts = Vec::new();
        for (number, person) in people.iter().enumerate() {
            accounts.push(self.account(person, Currency::EUR)?);
            if number % 3 == 0 {
                accounts.push(self.account(person, Currency::USD)?);
            }
            if number % 6 == 0 {
                accounts.push(self.account(person, Currency::JPY)?);
            }
        }
        Ok(accounts)
    }

    fn account(&mut self, owner: &User, currency: Currency) -> Result<Account, SeedError> {
        self.report.accounts += 1;
        let overdraft = if self.rng.random_range(0..5) == 0 { major(100, currency).minor_units() } else { 0 };
        let account = NewAccount::new(&owner.username, currency).overdraft_limit(overdraft);
        Ok(ledger::open_account(self.conn, &account)?)
    }

    fn deposits(&mut self, accounts: &[Account]) -> Result<(), SeedError> {
        for (number, account) in accounts.iter().enumerate() {
            let amount = major(self.rng.random_range(200..3_000), account.currency);
            let key = format!("seed:{}:deposit:{number}", self.report.seed);
            let reference = Reference::new().idempotency_key(key).description("Salary");
            ledger::deposit(self.conn, account.id, amount, &reference)?;
            self.report.transfers += 1;
        }
        Ok(())
    }

    fn transfers(&mut self, accounts: &[Account]) -> Result<(), SeedError> {
        for number in 0..TRANSFERS {
            // An even draw below an even draw: a few accounts are busy, many are quiet.
            let bound = self.rng.random_range(0..accounts.len());
            let from = &accounts[self.rng.random_range(0..=bound)];
            let others: Vec<_> =
                accounts.iter().filter(|a| a.currency == from.currency && a.id != from.id).collect();
            let to = self.pick(&others);
            let amount = Money::new(self.rng.random_range(100..=12_000), from.currency);
            let key = format!("seed:{}:transfer:{number}", self.report.seed);
            let transfer = NewTransfer::new(from.id, to.id, amount)
                .idempotency_key(key)
                .description(*self.pick(PURPOSES));
            match ledger::transfer(self.conn, &transfer) {
                Ok(_) => self.report.transfers += 1,
                // Somebody has spent all they had: that happens in a real world too.
                Err(LedgerError::InsufficientFunds { .. }) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(())
    }

    /// The shop's range is the same in every world: beside another one, it is there already.
    fn products(&mut self) -> Result<Vec<Product>, SeedError> {
        let mut products = Vec::new();
        for (sku, name, cents, stock) in PRODUCTS {
            if let Some(product) = Product::find_by_sku(self.conn, sku)? {
                products.push(product);
                continue;
            }
            let product = NewProduct::new(sku, name, Money::new(*cents, Currency::EUR), *stock)?;
            products.push(shop::add_product(self.conn, &product)?);
            self.report.products += 1;
        }
        Ok(products)
    }

    fn orders(&mut self, people: &[User], products: &[Product]) -> Result<(), SeedError> {
        for number in 0..ORDERS {
            let buyer = self.pick(people).id;
            let lines: Vec<_> = (0..self.rng.random_range(1..=3))
                .map(|_| Line::new(self.pick(products).id, self.rng.random_range(1..=2)))
                .collect();
            match shop::place_order(self.conn, buyer, &lines) {
                Ok(placed) => {
                    self.report.orders += 1;
                    self.advance(&placed.order, number)?;
                }
                Err(shop::ShopError::OutOfStock { .. }) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(())
    }

    /// Takes an order to one of the five statuses, in turn; one that can't be paid stays pending.
    fn advance(&mut self, order: &Order, number: usize) -> Result<(), SeedError> {
        let stage = number % 6;
        if stage == 1 {
            shop::cancel(self.conn, order.id)?;
        }
        if stage < 2 {
            return Ok(());
        }
        match shop::pay(self.conn, order.id) {
            Ok(_) => self.report.transfers += 1,
            Err(shop::ShopError::Ledger(LedgerError::InsufficientFunds { .. })) => return Ok(()),
            Err(other) => return Err(other.into()),
        }
        if stage == 3 {
            shop::cancel(self.conn, order.id)?;
            self.report.transfers += 1;
        }
        if stage > 3 {
            shop::ship(self.conn, order.id)?;
        }
        if stage > 4 {
            shop::deliver(self.conn, order.id)?;
        }
        Ok(())
    }

    /// Every second person is signed in. No cookie belongs to these verifiers: they are random themselves.
    fn sessions(&mut self, people: &[User]) -> Result<(), SeedError> {
        for person in people.iter().step_by(2) {
            let verifier: [u8; 32] = self.rng.random();
            let code: [u8; 32] = self.rng.random();
            let expires_at = Utc::now() + Duration::days(DAYS_SIGNED_IN);
            let session = NewSession {
                user_id: person.id,
                session_verifier: &verifier,
                otp_code_encrypted: &code,
                otp_code_expires_at: expires_at,
                expires_at,
            };
            Session::insert(self.conn, &session)?;
            self.report.sessions += 1;
        }
        Ok(())
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.rng.random_range(0..from.len())]
    }
}

/// Whole units of a currency: 3 EUR, not 3 cents.
fn major(units: i64, currency: Currency) -> Money {
    Money::new(units * 10_i64.pow(currency.exponent()), currency)
}

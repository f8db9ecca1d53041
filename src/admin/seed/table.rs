use std::io::Write;

use diesel::prelude::*;
use diesel::result::Error;

use crate::schema::{accounts, order_items, orders, products, sessions, transfers, users};

/// The tables that a seed writes itself. What there is besides, their triggers write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// `users`.
    Users,
    /// `accounts`.
    Accounts,
    /// `transfers`.
    Transfers,
    /// `products`.
    Products,
    /// `orders`.
    Orders,
    /// `order_items`.
    OrderItems,
    /// `sessions`.
    Sessions,
}

impl Table {
    /// The table and the columns that rows are given for, as `COPY` takes them.
    pub fn target(self) -> &'static str {
        match self {
            Self::Users => {
                "users (id, username, email, full_name, hashed_password, password_changed_at, created_at, updated_at, \
                 deleted_at, version)"
            }
            Self::Accounts => "accounts (id, owner, currency, overdraft_limit, created_at)",
            Self::Transfers => {
                "transfers (id, from_account_id, to_account_id, currency, amount, idempotency_key, description, \
                 reverses_id, created_at)"
            }
            Self::Products => {
                "products (id, sku, name, description, price, currency, stock_quantity, created_at, updated_at)"
            }
            Self::Orders => "orders (id, user_id, order_number, currency, created_at, updated_at)",
            Self::OrderItems => {
                "order_items (order_id, product_id, currency, quantity, unit_price, created_at)"
            }
            Self::Sessions => {
                "sessions (id, user_id, session_verifier, otp_code_encrypted, otp_code_sent, otp_code_expires_at, \
                 password_given_at, expires_at, created_at)"
            }
        }
    }
}

/// Copies rows into a table.
pub(super) fn copy(conn: &mut PgConnection, table: Table, rows: &str) -> QueryResult<()> {
    let send = |to: &mut dyn Write| {
        to.write_all(rows.as_bytes()).map_err(|error| Error::SerializationError(Box::new(error)))
    };
    match table {
        Table::Users => {
            use users as t;
            let columns = (
                t::id,
                t::username,
                t::email,
                t::full_name,
                t::hashed_password,
                t::password_changed_at,
                t::created_at,
                t::updated_at,
                t::deleted_at,
                t::version,
            );
            diesel::copy_from(t::table).from_raw_data(columns, send).execute(conn)
        }
        Table::Accounts => {
            use accounts as t;
            let columns = (t::id, t::owner, t::currency, t::overdraft_limit, t::created_at);
            diesel::copy_from(t::table).from_raw_data(columns, send).execute(conn)
        }
        Table::Transfers => {
            use transfers as t;
            let columns = (
                t::id,
                t::from_account_id,
                t::to_account_id,
                t::currency,
                t::amount,
                t::idempotency_key,
                t::description,
                t::reverses_id,
                t::created_at,
            );
            diesel::copy_from(t::table).from_raw_data(columns, send).execute(conn)
        }
        Table::Products => {
            use products as t;
            let columns = (
                t::id,
                t::sku,
                t::name,
                t::description,
                t::price,
                t::currency,
                t::stock_quantity,
                t::created_at,
                t::updated_at,
            );
            diesel::copy_from(t::table).from_raw_data(columns, send).execute(conn)
        }
        Table::Orders => {
            use orders as t;
            let columns = (t::id, t::user_id, t::order_number, t::currency, t::created_at, t::updated_at);
            diesel::copy_from(t::table).from_raw_data(columns, send).execute(conn)
        }
        Table::OrderItems => {
            use order_items as t;
            let columns =
                (t::order_id, t::product_id, t::currency, t::quantity, t::unit_price, t::created_at);
            diesel::copy_from(t::table).from_raw_data(columns, send).execute(conn)
        }
        Table::Sessions => {
            use sessions as t;
            let columns = (
                t::id,
                t::user_id,
                t::session_verifier,
                t::otp_code_encrypted,
                t::otp_code_sent,
                t::otp_code_expires_at,
                t::password_given_at,
                t::expires_at,
                t::created_at,
            );
            diesel::copy_from(t::table).from_raw_data(columns, send).execute(conn)
        }
    }
    .map(drop)
}

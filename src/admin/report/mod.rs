//! One page that shows a database to a colleague: its money, its orders, its audit and its schema.

mod busy;
mod chart;
mod circulation;
mod error;
mod orders;
mod page;
mod source;
mod stock;
mod timeline;

use chrono::{DateTime, Utc};
use diesel::PgConnection;

use super::audit::{Outcome, audit};
use super::diagram::{Schema, read};
use super::inspect::{TableInfo, tables};
use super::progress::Progress;
use crate::database::read_only;
use crate::models::Account;
pub use circulation::Circulation;
pub use error::ReportError;
pub use orders::{OrderTotal, Orders};
pub use page::html;
use source::Source;
pub use stock::LowStock;
pub use timeline::{Step, Timeline};

/// All that the page shows, as it was at one moment.
#[derive(Debug, Clone)]
pub struct Report {
    /// When that was, by the database's clock.
    pub made_at: DateTime<Utc>,
    /// The database's name.
    pub database: String,
    /// PostgreSQL's version.
    pub server: String,
    /// The newest migration that is applied.
    pub version: Option<String>,
    /// What everybody but the house holds, by currency.
    pub circulation: Vec<Circulation>,
    /// Orders over time, and what they come to.
    pub orders: Orders,
    /// The accounts with the most entries, the house's left out.
    pub busiest: Vec<Account>,
    /// What is nearly sold out.
    pub low_stock: LowStock,
    /// What each check of the audit found.
    pub audit: Vec<Outcome>,
    /// The tables with their rows.
    pub tables: Vec<TableInfo>,
    /// How they refer to each other.
    pub schema: Schema,
}

/// Reads all that the page shows on one snapshot, without writing anything. Products with less stock than `low_stock`
/// pieces are named.
///
/// It reads whole tables, as an audit does: on large ones that takes its time.
///
/// # Errors
/// Only the database's own.
pub fn report(
    conn: &mut PgConnection,
    low_stock: i32,
    progress: &mut dyn Progress,
) -> Result<Report, ReportError> {
    read_only(conn, |conn| {
        let Source { made_at, database, server, version } = source::read(conn)?;
        let tables = step("tables", progress, || tables(conn, true))?;
        let circulation = step("money in circulation", progress, || circulation::read(conn))?;
        let orders = step("orders", progress, || orders::read(conn))?;
        let busiest = step("accounts", progress, || busy::read(conn))?;
        let low_stock = step("stock", progress, || stock::read(conn, low_stock))?;
        let audit = audit(conn, &[], progress)?;
        let schema = read(conn)?;
        Ok(Report {
            made_at,
            database,
            server,
            version,
            circulation,
            orders,
            busiest,
            low_stock,
            audit,
            tables,
            schema,
        })
    })
}

fn step<T>(name: &str, progress: &mut dyn Progress, read: impl FnOnce() -> T) -> T {
    progress.begin(name, None);
    let read = read();
    progress.end();
    read
}

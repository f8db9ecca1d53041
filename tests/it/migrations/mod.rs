//! Each migration forth and back on a database that holds something, and the migrators' manners.

mod beside_diesel;
mod failures;
mod migrators;
mod plant;
mod round_trips;
mod runner;
mod stock_history;

use diesel::prelude::*;
use ledgerstore::database::migrations::{self, MigrationStatus};

/// The names of all migrations, in order.
pub(crate) fn names(conn: &mut PgConnection) -> Vec<String> {
    let names: Vec<_> =
        migrations::status(conn).unwrap().into_iter().map(|m: MigrationStatus| m.name).collect();
    assert!(names.len() >= 14, "{names:?}");
    names
}

/// Applies the migrations before the one whose name ends in `subject`.
pub(crate) fn up_to(conn: &mut PgConnection, subject: &str) -> Vec<String> {
    let before = names(conn).iter().position(|name| name.ends_with(subject)).unwrap();
    migrations::up(conn, Some(before), alone).unwrap()
}

/// For migrators that nobody else gets in the way of.
pub(crate) fn alone() {
    panic!("waited for another migrator");
}

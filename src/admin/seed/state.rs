use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::scale::Scale;
use super::world::read_key;
use crate::models::Transfer;
use crate::types::TransferId;

/// What a database holds before it is seeded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing but the house's user, under the number that it has in every fresh database.
    Nothing,
    /// A seeded world, whatever has been done to it since.
    World { seed: u64, scale: Scale },
    /// Other data.
    Other,
}

#[derive(QueryableByName)]
struct Emptiness {
    #[diesel(sql_type = Bool)]
    is_empty: bool,
}

const EMPTINESS: &str = "
SELECT EXISTS (SELECT FROM users WHERE id = 1 AND username = 'house')
   AND NOT EXISTS (SELECT FROM users WHERE id <> 1) AND NOT EXISTS (SELECT FROM sessions)
   AND NOT EXISTS (SELECT FROM accounts) AND NOT EXISTS (SELECT FROM transfers) AND NOT EXISTS (SELECT FROM entries)
   AND NOT EXISTS (SELECT FROM products) AND NOT EXISTS (SELECT FROM stock_movements)
   AND NOT EXISTS (SELECT FROM orders) AND NOT EXISTS (SELECT FROM order_items) AS is_empty";

/// A world is known by its first transfer's key, which goes wherever its rows go: into a dump, into a copy.
pub(super) fn held(conn: &mut PgConnection) -> QueryResult<Held> {
    let first = Transfer::find(conn, TransferId::new(1))?;
    if let Some((seed, scale)) = first.and_then(|first| read_key(&first.idempotency_key?)) {
        return Ok(Held::World { seed, scale });
    }
    let emptiness: Emptiness = diesel::sql_query(EMPTINESS).get_result(conn)?;
    Ok(if emptiness.is_empty { Held::Nothing } else { Held::Other })
}

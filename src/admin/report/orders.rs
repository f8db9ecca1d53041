use bigdecimal::BigDecimal;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Numeric, Text, Timestamp};

use super::timeline::{Timeline, of_range};
use crate::types::{Currency, OrderStatus};

/// Orders by when they were placed and how far they have come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Orders {
    /// From the first order to the last; `None` where there is none.
    pub timeline: Option<Timeline>,
    /// Where each step begins, in UTC, and how many orders of it are in each of [`OrderStatus::ALL`].
    pub placed: Vec<(NaiveDateTime, [i64; 5])>,
    /// What the orders come to.
    pub totals: Vec<OrderTotal>,
}

/// All orders of a status and a currency.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct OrderTotal {
    /// How far they have come.
    #[diesel(sql_type = Text)]
    pub status: OrderStatus,
    /// Their currency.
    #[diesel(sql_type = Text)]
    pub currency: Currency,
    /// How many there are.
    #[diesel(sql_type = BigInt)]
    pub orders: i64,
    /// Their sum, in the currency's major unit.
    #[diesel(sql_type = Numeric)]
    pub amount: BigDecimal,
}

const RANGE: &str = "
    SELECT min(created_at) AT TIME ZONE 'UTC' AS first, max(created_at) AT TIME ZONE 'UTC' AS last
    FROM orders WHERE isfinite(created_at)";

const PLACED: &str = "
    WITH placed AS (
        SELECT date_trunc($1, created_at AT TIME ZONE 'UTC') AS at, status, count(*) AS orders
        FROM orders WHERE isfinite(created_at) GROUP BY 1, 2
    )
    SELECT s.at, COALESCE(p.status, 'pending') AS status, COALESCE(p.orders, 0) AS orders
    FROM generate_series(date_trunc($1, $2), $3, ('1 ' || $1)::INTERVAL) AS s (at) LEFT JOIN placed p ON p.at = s.at
    ORDER BY s.at";

const TOTALS: &str = "
    SELECT status, currency, count(*) AS orders, sum(total_amount) AS amount
    FROM orders GROUP BY status, currency ORDER BY currency";

#[derive(QueryableByName)]
struct Placed {
    #[diesel(sql_type = Timestamp)]
    at: NaiveDateTime,
    #[diesel(sql_type = Text)]
    status: OrderStatus,
    #[diesel(sql_type = BigInt)]
    orders: i64,
}

pub(super) fn read(conn: &mut PgConnection) -> QueryResult<Orders> {
    let timeline = of_range(conn, RANGE)?;
    let placed = timeline.map_or(Ok(Vec::new()), |timeline| placed(conn, timeline))?;
    let mut totals: Vec<OrderTotal> = diesel::sql_query(TOTALS).load(conn)?;
    totals.sort_by_key(|total| place(total.status));
    Ok(Orders { timeline, placed, totals })
}

fn placed(conn: &mut PgConnection, line: Timeline) -> QueryResult<Vec<(NaiveDateTime, [i64; 5])>> {
    let query = diesel::sql_query(PLACED).bind::<Text, _>(line.step.name());
    let rows: Vec<Placed> =
        query.bind::<Timestamp, _>(line.first).bind::<Timestamp, _>(line.last).load(conn)?;
    let of_one = |rows: &[Placed]| {
        let count = |status| rows.iter().filter(|row| row.status == status).map(|row| row.orders).sum();
        (rows[0].at, OrderStatus::ALL.map(count))
    };
    Ok(rows.chunk_by(|a, b| a.at == b.at).map(of_one).collect())
}

/// Where in an order's life a status is.
fn place(status: OrderStatus) -> usize {
    OrderStatus::ALL.iter().position(|one| *one == status).unwrap_or_default()
}

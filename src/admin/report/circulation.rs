use bigdecimal::BigDecimal;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Numeric, Text, Timestamp};

use super::Step;
use super::timeline::{Timeline, of_range};
use crate::models::Account;
use crate::types::Currency;

/// What everybody but the house holds of a currency, over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circulation {
    /// The currency.
    pub currency: Currency,
    /// How long each point is.
    pub step: Step,
    /// Where each step begins, in UTC, and what was held at its end, in minor units; the last is what is held now.
    pub points: Vec<(NaiveDateTime, BigDecimal)>,
}

/// A time that is no date would have no place on a chart; it is counted with the first step.
const RANGE: &str = "
    SELECT min(created_at) AT TIME ZONE 'UTC' AS first, max(created_at) AT TIME ZONE 'UTC' AS last
    FROM entries WHERE isfinite(created_at)";

const HELD: &str = "
    WITH moved AS (
        SELECT a.currency, date_trunc($1, CASE WHEN isfinite(e.created_at) THEN e.created_at AT TIME ZONE 'UTC' ELSE $2 END) AS at,
               sum(e.amount) AS amount
        FROM entries e JOIN accounts a ON a.id = e.account_id WHERE a.owner <> $4 GROUP BY 1, 2
    ), steps AS (
        SELECT generate_series(date_trunc($1, $2), $3, ('1 ' || $1)::INTERVAL) AS at
    )
    SELECT c.currency, s.at, sum(COALESCE(m.amount, 0)) OVER (PARTITION BY c.currency ORDER BY s.at) AS amount
    FROM steps s CROSS JOIN (SELECT DISTINCT currency FROM moved) c
    LEFT JOIN moved m ON m.currency = c.currency AND m.at = s.at
    ORDER BY c.currency, s.at";

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    currency: Currency,
    #[diesel(sql_type = Timestamp)]
    at: NaiveDateTime,
    #[diesel(sql_type = Numeric)]
    amount: BigDecimal,
}

pub(super) fn read(conn: &mut PgConnection) -> QueryResult<Vec<Circulation>> {
    let Some(Timeline { first, last, step }) = of_range(conn, RANGE)? else { return Ok(Vec::new()) };
    let query = diesel::sql_query(HELD)
        .bind::<Text, _>(step.name())
        .bind::<Timestamp, _>(first)
        .bind::<Timestamp, _>(last)
        .bind::<Text, _>(Account::HOUSE);
    let rows: Vec<Held> = query.load(conn)?;
    let of_one = |rows: &[Held]| {
        let points = rows.iter().map(|row| (row.at, row.amount.clone())).collect();
        Circulation { currency: rows[0].currency, step, points }
    };
    Ok(rows.chunk_by(|a, b| a.currency == b.currency).map(of_one).collect())
}

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::pass::Pass;

/// A slice takes a second or two: often enough to see it move. Each is planned anew, so that smaller ones cost more.
const ROWS_PER_SLICE: i64 = 500_000;
/// Each slice of an account's or a product's history may touch the whole table: many would cost more than they show.
const MOST_SLICES: i64 = 64;

/// A range of ids, both ends within.
pub(super) type Slice = (i64, i64);

/// How a pass goes along: its slices, and how many rows it has to read, about.
#[derive(Debug)]
pub(super) struct Way {
    pub slices: Vec<Slice>,
    pub rows: i64,
}

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

#[derive(QueryableByName)]
struct Ids {
    #[diesel(sql_type = Nullable<BigInt>)]
    first: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    last: Option<i64>,
}

/// As the planner knows it; of a table that was never analyzed, from its size on disk.
const SIZE: &str = "
    SELECT (CASE WHEN reltuples > 0 THEN reltuples ELSE pg_relation_size(oid) / 100 END)::BIGINT AS rows
    FROM pg_class WHERE oid = to_regclass($1)";

/// Where a pass goes along: once through all, unless there is much to read.
pub(super) fn way(conn: &mut PgConnection, pass: &Pass) -> QueryResult<Way> {
    let size: Option<Size> =
        diesel::sql_query(SIZE).bind::<Text, _>(pass.reads).get_result(conn).optional()?;
    let rows = size.map_or(0, |size| size.rows);
    let count = (rows / ROWS_PER_SLICE + 1).min(MOST_SLICES);
    let slices = match pass.sliced_by {
        Some(table) if count > 1 => {
            let ids: Ids =
                diesel::sql_query(format!("SELECT min(id) AS first, max(id) AS last FROM {table}"))
                    .get_result(conn)?;
            ids.first.zip(ids.last).map_or_else(|| vec![ALL], |(first, last)| cut(first, last, count))
        }
        _ => vec![ALL],
    };
    Ok(Way { slices, rows })
}

const ALL: Slice = (i64::MIN, i64::MAX);

/// So many ranges of equal width, the outer ones open: what refers to an id that isn't there is looked at, too.
fn cut(first: i64, last: i64, count: i64) -> Vec<Slice> {
    let width = ((i128::from(last) - i128::from(first)) / i128::from(count)).max(1);
    let bound = |n: i64| i64::try_from(i128::from(first) + width * i128::from(n)).unwrap_or(i64::MAX);
    let low = |n| if n == 0 { i64::MIN } else { bound(n) };
    let high = |n| if n + 1 == count { i64::MAX } else { bound(n + 1) - 1 };
    (0..count).map(|n| (low(n), high(n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_meet_and_cover_everything() {
        for (first, last, count) in
            [(1, 100, 4), (5, 5, 3), (i64::MIN, i64::MAX, 64), (-7, 1 << 60, 10), (1, 2, 1)]
        {
            let slices = cut(first, last, count);
            assert_eq!(slices.len(), usize::try_from(count).unwrap());
            assert_eq!((slices[0].0, slices[slices.len() - 1].1), ALL);
            assert!(slices.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0), "{slices:?}");
        }
        assert_eq!(cut(1, 101, 4), [(i64::MIN, 25), (26, 50), (51, 75), (76, i64::MAX)]);
    }
}

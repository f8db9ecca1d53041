use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamp};

/// A chart has no more points than about this many.
const POINTS: i64 = 120;

/// How long one point of a chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week, from its Monday.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
    /// A hundred years, from a year that ends in 01.
    Century,
}

/// A stretch of time and the steps that it is shown in, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeline {
    /// The first moment of which anything is known.
    pub first: NaiveDateTime,
    /// The last.
    pub last: NaiveDateTime,
    /// How long each step is.
    pub step: Step,
}

impl Step {
    /// From the shortest on, each with about how many hours it has.
    const ALL: [(Self, i64); 6] = [
        (Self::Hour, 1),
        (Self::Day, 24),
        (Self::Week, 7 * 24),
        (Self::Month, 730),
        (Self::Year, 8_766),
        (Self::Century, 876_600),
    ];

    /// The shortest that gives no more points than a chart can show.
    fn for_length(length: TimeDelta) -> Self {
        let fits = |hours: i64| length.num_hours() / hours < POINTS;
        Self::ALL.into_iter().find(|(_, hours)| fits(*hours)).map_or(Self::Century, |(step, _)| step)
    }

    /// Its name as SQL and people have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Century => "century",
        }
    }

    /// A moment, as exactly as the step asks for.
    pub fn label(self, at: NaiveDateTime) -> String {
        let format = match self {
            Self::Hour => "%Y-%m-%d %H:%M",
            Self::Day | Self::Week => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Year | Self::Century => "%Y",
        };
        at.format(format).to_string()
    }
}

#[derive(QueryableByName)]
struct Range {
    #[diesel(sql_type = Nullable<Timestamp>)]
    first: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    last: Option<NaiveDateTime>,
}

/// The timeline of what a query finds, which gives `first` and `last` in UTC.
pub(super) fn of_range(conn: &mut PgConnection, query: &'static str) -> QueryResult<Option<Timeline>> {
    let range: Range = diesel::sql_query(query).get_result(conn)?;
    let timeline = |(first, last): (NaiveDateTime, NaiveDateTime)| {
        let step = Step::for_length(last.signed_duration_since(first));
        Timeline { first, last, step }
    };
    Ok(range.first.zip(range.last).map(timeline))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_have_neither_one_point_nor_thousands() {
        for (hours, step) in [
            (0, Step::Hour),
            (119, Step::Hour),
            (120, Step::Day),
            (100 * 24, Step::Day),
            (120 * 24, Step::Week),
            (3 * 365 * 24, Step::Month),
            (30 * 365 * 24, Step::Year),
            (9_000 * 366 * 24, Step::Century),
        ] {
            assert_eq!(Step::for_length(TimeDelta::hours(hours)), step, "{hours}");
        }
    }
}

use std::str::FromStr;

use chrono::{DateTime, Local, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};

use crate::admin::inspect::Listed;
use crate::cli::context::Context;
use crate::cli::output::Zone;

/// How much to list.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(in crate::cli) struct Limit {
    /// How many rows at most.
    #[arg(long, value_name = "N", default_value_t = 50, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    pub(super) limit: i64,
}

/// A page of a list.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(in crate::cli) struct Page<Id: Clone + Send + Sync + FromStr + 'static>
where
    Id::Err: std::error::Error + Send + Sync + 'static,
{
    /// Go on behind the row with this number: the last one of the page before.
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    pub(super) after: Option<Id>,
    #[command(flatten)]
    pub(super) limit: Limit,
}

/// From which end to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Order {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// Says how a list goes on, and that an empty one is meant.
pub(super) fn tell<T>(context: &Context, listed: &Listed<T>, place: impl FnOnce(&T) -> String) {
    match listed.rows.last() {
        None => context.notice("there are none"),
        Some(last) if listed.more => {
            context.notice(&format!("there are more; go on with --after {}", place(last)));
        }
        Some(_) => {}
    }
}

/// A stretch of time: `90s`, `30m`, `12h`, `2d` or `1w`.
pub(super) fn age(text: &str) -> Result<TimeDelta, String> {
    let wrong = || format!("{text:?} isn't a stretch of time: write it as 30m, 12h, 2d or 1w");
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        "w" => 7 * 24 * 60 * 60,
        _ => return Err(wrong()),
    };
    let number = number.parse::<u32>().map_err(|_| wrong())?;
    // An age that reaches behind the calendar's beginning would fail in the database.
    let age = TimeDelta::seconds(i64::from(number) * seconds);
    if age > TimeDelta::days(366 * 1_000) {
        Err(format!("{text} is longer than a thousand years"))
    } else {
        Ok(age)
    }
}

/// An instant as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// This instant.
    At(DateTime<Utc>),
    /// The beginning of this day, by the clock that times are shown by.
    On(NaiveDate),
    /// So long ago.
    Ago(TimeDelta),
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            |_| format!("{text:?} isn't a time: write it as 2026-11-20, 2026-11-20T08:00:00Z or 2d (ago)");
        match (text.parse(), text.parse()) {
            (Ok(at), _) => Ok(Self::At(at)),
            (_, Ok(day)) => Ok(Self::On(day)),
            _ => age(text).map(Self::Ago).map_err(wrong),
        }
    }
}

impl When {
    pub(super) fn instant(self, zone: Zone) -> DateTime<Utc> {
        match self {
            Self::At(at) => at,
            Self::Ago(age) => Utc::now() - age,
            Self::On(day) => midnight(day, zone),
        }
    }
}

fn midnight(day: NaiveDate, zone: Zone) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where clocks leap over midnight, UTC's has to do.
    let local = match zone {
        Zone::Utc => None,
        Zone::Local => Local.from_local_datetime(&midnight).earliest(),
    };
    local.map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ages() {
        assert_eq!(age("90s"), Ok(TimeDelta::seconds(90)));
        assert_eq!(age("2d"), Ok(TimeDelta::days(2)));
        assert_eq!(age("1w"), Ok(TimeDelta::days(7)));
        for text in ["", "d", "2", "-2d", "2 d", "2y", "1.5h", "é", "99999999999d", "4294967295w"] {
            assert!(age(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reads_times() {
        let at = |text: &str| text.parse::<When>().map(|when| when.instant(Zone::Utc).to_rfc3339());
        assert_eq!(at("2026-11-20"), Ok("2026-11-20T00:00:00+00:00".to_owned()));
        assert_eq!(at("2026-11-20T08:00:00+02:00"), Ok("2026-11-20T06:00:00+00:00".to_owned()));
        assert_eq!("2d".parse(), Ok(When::Ago(TimeDelta::days(2))));
        for text in ["", "yesterday", "2026-13-01", "20.11.2026"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}

use chrono::{DateTime, Utc};

/// A time of the world's, in microseconds since 1970. None depends on the present day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Instant(i64);

/// People join in 2024.
pub(super) const JOINING: Span = Span::new(1_704_067_200, 1_735_000_000);
/// In January 2025 they pay in for the first time, and the shop fills its shelves.
pub(super) const OPENING: Span = Span::new(1_735_689_600, 1_738_368_000);
/// From February on they live: the year's last hours are left for what comes after it.
pub(super) const LIVING: Span = Span::new(1_738_368_000, 1_767_200_400);
/// On New Year's Eve some leave.
pub(super) const LEAVING: Span = Span::new(1_767_204_000, 1_767_225_600);
/// What is still going on goes on until the end of 2099.
pub(super) const FAR: Instant = Instant(4_102_444_799 * SECOND);

/// What lies between two places is divided so finely.
pub(super) const PARTS: u64 = 1 << 20;

pub(super) const SECOND: i64 = 1_000_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// A stretch of time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: Instant,
    end: Instant,
}

impl Span {
    const fn new(start: i64, end: i64) -> Self {
        Self { start: Instant(start * SECOND), end: Instant(end * SECOND) }
    }

    /// The place of the `index`th of `count`, evenly: the `count`th is the end.
    pub(super) fn place(self, index: u64, count: u64) -> Instant {
        let length = i128::from(self.end.0 - self.start.0);
        let passed = length * i128::from(index) / i128::from(count.max(1));
        Instant(self.start.0 + i64::try_from(passed).unwrap_or_default())
    }

    /// Somewhere between the place of the `index`th of `count` and the next one's: of the same `count`, later
    /// indexes never come earlier. `part` says where between, out of [`PARTS`].
    pub(super) fn around(self, index: u64, count: u64, part: u64) -> Instant {
        self.place(index * PARTS + part.min(PARTS - 1), count * PARTS)
    }
}

impl Instant {
    pub(super) fn after(self, microseconds: i64) -> Self {
        Self(self.0 + microseconds)
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let time = DateTime::<Utc>::from_timestamp_micros(self.0).unwrap_or_default();
        write!(f, "{}", time.format("%Y-%m-%d %H:%M:%S%.6f+00"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_the_one_that_is_told() {
        let shown = [JOINING.start, OPENING.start, LIVING.start, LEAVING.end, FAR].map(|at| at.to_string());
        assert_eq!(
            shown,
            [
                "2024-01-01 00:00:00.000000+00",
                "2025-01-01 00:00:00.000000+00",
                "2025-02-01 00:00:00.000000+00",
                "2026-01-01 00:00:00.000000+00",
                "2099-12-31 23:59:59.000000+00"
            ]
        );
        assert!(JOINING.end < OPENING.start && LIVING.end < LEAVING.start);
    }

    #[test]
    fn places_never_go_back() {
        let mut before = LIVING.start;
        for (index, part) in (0..1_000).flat_map(|index| [(index, 0), (index, PARTS - 1)]) {
            let at = LIVING.around(index, 1_000, part);
            assert!(before <= at && at < LIVING.end);
            before = at;
        }
    }
}

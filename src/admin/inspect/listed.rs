use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Rows of a list in its order, as many as were asked for. It serializes as the rows alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether the list goes on behind them.
    pub more: bool,
}

impl<T> Listed<T> {
    /// At most `limit` of rows that were loaded with one more than that.
    pub(super) fn cut(mut rows: Vec<T>, limit: i64) -> Self {
        let limit = usize::try_from(limit).unwrap_or_default();
        let more = rows.len() > limit;
        rows.truncate(limit);
        Self { rows, more }
    }

    pub(super) fn map<U>(self, change: impl FnMut(T) -> U) -> Listed<U> {
        Listed { rows: self.rows.into_iter().map(change).collect(), more: self.more }
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Listed<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

/// A row's place in a list that is sorted by a number of the row's: `12050:17` is row 17 with 12050.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What the list is sorted by.
    pub key: i64,
    /// The row's number, which decides among those of the same key.
    pub id: i64,
}

/// A text that isn't a [`Place`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} isn't a place in this list: give the one that came with the page before")]
pub struct InvalidPlace(String);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.key, self.id)
    }
}

impl FromStr for Place {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        let parts = text.split_once(':').and_then(|(key, id)| key.parse().ok().zip(id.parse().ok()));
        parts.map(|(key, id)| Self { key, id }).ok_or_else(|| InvalidPlace(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_row_too_many_is_more() {
        assert_eq!(Listed::cut(vec![1, 2], 2), Listed { rows: vec![1, 2], more: false });
        assert_eq!(Listed::cut(vec![1, 2, 3], 2), Listed { rows: vec![1, 2], more: true });
    }

    #[test]
    fn a_place_reads_back() {
        let place = Place { key: -5, id: 17 };
        assert_eq!(place.to_string().parse(), Ok(place));
        for text in ["", "17", ":", "1:", ":1", "1:2:3", "a:1"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}

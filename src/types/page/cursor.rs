use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SubsecRound, Utc};
use thiserror::Error;

/// The place of a row in a list, by the columns that the list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The row's number.
    Id(i64),
    /// The row's time, to the microsecond as `TIMESTAMPTZ` keeps it, and its number among those of that time.
    At(DateTime<Utc>, i64),
}

/// The key of a page's last row together with the list that it belongs to, as text for a URL or a command line.
///
/// A list is named by its scope: a short text of its table, filter and order. Only a fingerprint of it is kept. A
/// cursor isn't secret and isn't signed: whoever holds one can read its key and make another.
///
/// ```
/// use ledgerstore::types::{Cursor, CursorError, Key};
///
/// let cursor = Cursor::new("orders:user=7:created_desc", Key::Id(42));
/// let back: Cursor = cursor.to_string().parse()?;
/// assert_eq!(back.key_for("orders:user=7:created_desc")?, &Key::Id(42));
/// assert_eq!(back.key_for("orders:user=8:created_desc"), Err(CursorError::CursorMismatch));
/// # Ok::<(), CursorError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    scope: u64,
    key: Key,
}

/// Why a cursor can't be followed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CursorError {
    /// The text wasn't made by a [`Cursor`].
    #[error("{0:?} isn't a cursor: give the one that came with the page before, or none for the first page")]
    NotACursor(String),
    /// The cursor came from another list, another filter or another order.
    #[error(
        "the cursor belongs to another list: start at the first page, or keep the filter and order it came with"
    )]
    CursorMismatch,
}

impl Cursor {
    /// The place of `key` in the list named `scope`; a time is cut to microseconds.
    pub fn new(scope: &str, key: Key) -> Self {
        let key = match key {
            Key::At(at, id) => Key::At(at.trunc_subsecs(6), id),
            Key::Id(id) => Key::Id(id),
        };
        Self { scope: fingerprint(scope), key }
    }

    /// The key, for the list that the cursor came from.
    ///
    /// # Errors
    /// [`CursorError::CursorMismatch`] when `scope` names another list.
    pub fn key_for(&self, scope: &str) -> Result<&Key, CursorError> {
        if self.scope == fingerprint(scope) { Ok(&self.key) } else { Err(CursorError::CursorMismatch) }
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = self.scope.to_be_bytes().to_vec();
        match self.key {
            Key::Id(id) => {
                bytes.push(b'i');
                bytes.extend(id.to_be_bytes());
            }
            Key::At(at, id) => {
                bytes.push(b'a');
                bytes.extend(at.timestamp_micros().to_be_bytes());
                bytes.extend(id.to_be_bytes());
            }
        }
        bytes
    }

    // What is wrong with the bytes helps nobody: the caller's text is the error that `from_str` gives.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (scope, rest) = bytes.split_first_chunk()?;
        let (kind, body) = rest.split_first()?;
        let key = match kind {
            b'i' => Key::Id(i64::from_be_bytes(body.try_into().ok()?)),
            b'a' => {
                let (micros, id) = body.split_first_chunk()?;
                let at = DateTime::from_timestamp_micros(i64::from_be_bytes(*micros))?;
                Key::At(at, i64::from_be_bytes(id.try_into().ok()?))
            }
            _ => return None,
        };
        Some(Self { scope: u64::from_be_bytes(*scope), key })
    }
}

/// FNV-1a: the standard library's hash may change with its version, a stored cursor's must not.
fn fingerprint(scope: &str) -> u64 {
    scope
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn hex_to_bytes(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some((digit(*high)? << 4) | digit(*low)?)).collect()
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let cursor = hex_to_bytes(text).and_then(|bytes| Self::from_bytes(&bytes));
        cursor.ok_or_else(|| CursorError::NotACursor(text.to_owned()))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_key() -> impl Strategy<Value = Key> {
        let at = (-8_000_000_000_000_000_000_i64..8_000_000_000_000_000_000, any::<i64>())
            .prop_map(|(micros, id)| Key::At(DateTime::from_timestamp_micros(micros).unwrap(), id));
        prop_oneof![any::<i64>().prop_map(Key::Id), at]
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(key in any_key(), scope: String) {
            let cursor = Cursor::new(&scope, key);
            let text = cursor.to_string();
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric()));
            let back: Cursor = text.parse().unwrap();
            prop_assert_eq!(back.key_for(&scope), Ok(&key));
        }

        #[test]
        fn any_text_is_a_cursor_or_a_typed_error(text: String) {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }
    }

    #[test]
    fn a_cursor_of_yesterday_reads_today() {
        let text = "af63dc4c8601ec8c69000000000000002a";
        assert_eq!(Cursor::new("a", Key::Id(42)).to_string(), text);
        assert_eq!(text.parse::<Cursor>().unwrap().key_for("a"), Ok(&Key::Id(42)));
    }

    #[test]
    fn cuts_a_time_to_microseconds() {
        let at = DateTime::from_timestamp(-1, 123_456_789).unwrap();
        let cursor = Cursor::new("a", Key::At(at, 1));
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn refuses_what_is_no_cursor() {
        let good = Cursor::new("a", Key::Id(42)).to_string();
        let unknown_kind = "af63dc4c8601ec8c78000000000000002a";
        let cases = ["", "a", "zz", "+f", "é", unknown_kind, &good[2..], &good.to_uppercase()];
        for text in cases {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError::NotACursor(text.to_owned())));
        }
        assert!(format!("{good}00").parse::<Cursor>().is_err());
    }

    #[test]
    fn belongs_to_one_list() {
        let cursor = Cursor::new("orders:user=7", Key::Id(1));
        assert_eq!(cursor.key_for("orders:user=70"), Err(CursorError::CursorMismatch));
    }
}

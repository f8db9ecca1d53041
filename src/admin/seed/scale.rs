use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// How large a world is, in hundredths: 1 has 1,000 users, 2,000 accounts, 20,000 transfers, 200 products and 5,000
/// orders, and any other so many times that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale(u32);

/// A text that is no scale.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a scale is 0.01 to 1000 with at most two decimals, 0.1 or 25 for instance")]
pub struct NotAScale;

/// The largest scale, in hundredths.
const LARGEST: u32 = 1_000_00;

impl Scale {
    /// Scale 1.
    pub const ONE: Self = Self(100);

    /// People, the house not counted.
    pub fn users(self) -> u64 {
        10 * u64::from(self.0)
    }

    /// Their accounts, the house's not counted: two for each on average.
    pub fn accounts(self) -> u64 {
        2 * self.users()
    }

    /// All transfers: first deposits, payments, refunds and the rest.
    pub fn transfers(self) -> u64 {
        20 * self.users()
    }

    /// What the shop sells; never less than a few.
    pub fn products(self) -> u64 {
        (self.users() / 5).max(10)
    }

    /// Orders.
    pub fn orders(self) -> u64 {
        5 * self.users()
    }

    /// Sign-ins.
    pub fn sessions(self) -> u64 {
        self.users()
    }
}

impl FromStr for Scale {
    type Err = NotAScale;

    fn from_str(text: &str) -> Result<Self, NotAScale> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return Err(NotAScale);
        }
        let hundredths = format!("{whole}{decimals:0<2}").parse().map_err(|_| NotAScale)?;
        if (1..=LARGEST).contains(&hundredths) { Ok(Self(hundredths)) } else { Err(NotAScale) }
    }
}

/// Without zeros that say nothing: 1, 0.1, 2.25.
impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Scale {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_reads_back() {
        for text in ["1", "0.01", "0.1", "2.25", "100", "1000"] {
            assert_eq!(text.parse::<Scale>().unwrap().to_string(), text);
        }
        assert_eq!("1.0".parse(), Ok(Scale::ONE));
    }

    #[test]
    fn refuses_what_is_no_size() {
        for text in
            ["0", "0.00", "-1", "1e9", "nan", "inf", "1000.01", "0.001", "", ".", ".5", "1.", "99999999999"]
        {
            assert_eq!(text.parse::<Scale>(), Err(NotAScale), "{text}");
        }
    }

    #[test]
    fn counts_grow_with_it() {
        let (one, tiny): (Scale, Scale) = (Scale::ONE, "0.01".parse().unwrap());
        let counts = |s: Scale| [s.users(), s.accounts(), s.transfers(), s.products(), s.orders()];
        assert_eq!(counts(one), [1_000, 2_000, 20_000, 200, 5_000]);
        assert_eq!(counts(tiny), [10, 20, 200, 10, 50]);
    }
}

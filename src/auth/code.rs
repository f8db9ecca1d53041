use std::fmt;
use std::str::FromStr;

use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::Zeroizing;

use super::{AuthError, random};

const CODES: u32 = 1_000_000;

/// A one-time code: six digits, of which the first may be zeros. `Debug` doesn't show it, and its memory is cleared
/// when it is dropped.
pub struct OtpCode(Zeroizing<String>);

/// A text that is no one-time code. It isn't repeated here, and a session doesn't count it: it can't be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this isn't a one-time code: one has six digits, zeros at the beginning included")]
pub struct InvalidCode;

impl OtpCode {
    pub(super) fn generate() -> Result<Self, AuthError> {
        draw(|| random::bytes().map(u32::from_ne_bytes))
    }

    /// The six digits, for the user alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether both are the same code; it takes the same time wherever they differ.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

/// Makes a code of random numbers, each code as likely as any other: numbers beyond the last whole million are drawn
/// again, as they would favour some.
fn draw(mut number: impl FnMut() -> Result<u32, AuthError>) -> Result<OtpCode, AuthError> {
    let unbiased = u32::MAX - u32::MAX % CODES;
    loop {
        let drawn = number()?;
        if drawn < unbiased {
            return Ok(OtpCode(Zeroizing::new(format!("{:06}", drawn % CODES))));
        }
    }
}

impl FromStr for OtpCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let is_code = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { Ok(Self(Zeroizing::new(text.to_owned()))) } else { Err(InvalidCode) }
    }
}

impl fmt::Debug for OtpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OtpCode(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(numbers: &[u32]) -> String {
        let mut numbers = numbers.iter().copied();
        draw(|| Ok(numbers.next().unwrap())).unwrap().reveal().to_owned()
    }

    #[test]
    fn codes_cover_the_whole_range_without_favourites() {
        assert_eq!(drawn(&[0]), "000000");
        assert_eq!(drawn(&[4_293_999_999]), "999999");
        assert_eq!(drawn(&[7_000_042]), "000042");
        assert_eq!(drawn(&[4_294_000_000, u32::MAX, 5]), "000005", "beyond the last whole million");
    }

    #[test]
    fn each_digit_turns_up_at_each_place() {
        let codes: Vec<_> = (0..1000).map(|_| OtpCode::generate().unwrap()).collect();
        for place in 0..6 {
            let digits: std::collections::BTreeSet<_> =
                codes.iter().map(|code| code.reveal().as_bytes()[place]).collect();
            assert_eq!(digits.len(), 10, "place {place}");
        }
    }

    #[test]
    fn reads_six_digits_only() {
        let code: OtpCode = "000042".parse().unwrap();
        assert!(code.is(&"000042".parse().unwrap()));
        assert!(!code.is(&"000043".parse().unwrap()) && !code.is(&"100042".parse().unwrap()));
        for text in ["", "42", "0000042", "00004x", "+00042", " 00042", "٠٠٠"] {
            assert!(text.parse::<OtpCode>().is_err(), "{text}");
        }
    }
}

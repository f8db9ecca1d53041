use std::fmt;
use std::str::FromStr;

use bigdecimal::{BigDecimal, Signed, ToPrimitive};
use thiserror::Error;

use super::{Currency, UnknownCurrency};

/// The largest price that `DECIMAL(10,2)` holds, in hundredths.
const LARGEST_PRICE: i64 = 99_999_999_99;

/// An amount of a currency, counted in its minor units (cents for EUR, yen for JPY, fils for BHD).
///
/// It is the one bridge between the ledger's whole numbers and the shop's decimals: exact, or an error.
///
/// ```
/// use ledgerstore::types::{Currency, Money};
///
/// let price: Money = "12.50 EUR".parse()?;
/// assert_eq!(price, Money::new(12_50, Currency::EUR));
/// assert_eq!(Money::new(1_250, Currency::BHD).to_string(), "1.250 BHD");
/// assert_eq!(Money::new(-5, Currency::EUR).to_string(), "-0.05 EUR");
/// # Ok::<(), ledgerstore::types::MoneyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount can't be represented. Nothing is ever rounded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The text isn't an amount.
    #[error("{0:?} isn't an amount: write it as 12.50")]
    NotAnAmount(String),
    /// The text isn't an amount with a currency behind it.
    #[error("{0:?} isn't an amount and a currency: write it as \"12.50 EUR\"")]
    NoCurrency(String),
    /// The currency isn't known.
    #[error(transparent)]
    UnknownCurrency(#[from] UnknownCurrency),
    /// There are more decimals than the currency has.
    #[error("{amount} has more decimals than {currency} has, which is {}", currency.exponent())]
    TooPrecise {
        /// What was given.
        amount: String,
        /// The currency.
        currency: Currency,
    },
    /// The amount is beyond 64 bits of minor units.
    #[error("the amount is too large: it is kept in 64 bits of minor units")]
    Overflow,
    /// The two amounts are of different currencies.
    #[error("{0} and {1} can't be added: they are different currencies")]
    CurrencyMismatch(Currency, Currency),
    /// `DECIMAL(10,2)` can't hold it.
    #[error("{0} can't be a price: prices are 0 to 99999999.99 with two decimals")]
    NotAPrice(Money),
}

impl Money {
    /// So many minor units of a currency.
    pub const fn new(minor_units: i64, currency: Currency) -> Self {
        Self { minor: minor_units, currency }
    }

    /// Nothing of a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Reads an amount of a currency, `12.5` or `-3`.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`], [`MoneyError::TooPrecise`] or [`MoneyError::Overflow`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return Err(MoneyError::NotAnAmount(text.to_owned()));
        }
        let amount = text.parse().map_err(|_| MoneyError::NotAnAmount(text.to_owned()))?;
        Self::from_decimal(&amount, currency)
    }

    /// Reads `12.50` as an amount of a currency, or `12.50 EUR` as it stands, whatever currency that is.
    ///
    /// # Errors
    /// As [`Money::parse`], or [`MoneyError::UnknownCurrency`].
    pub fn parse_in(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        if text.trim().contains(' ') { text.parse() } else { Self::parse(text, currency) }
    }

    /// The amount that a decimal of major units says, exactly.
    ///
    /// # Errors
    /// [`MoneyError::TooPrecise`] when the currency has fewer decimals (10.50 JPY), [`MoneyError::Overflow`].
    pub fn from_decimal(amount: &BigDecimal, currency: Currency) -> Result<Self, MoneyError> {
        // Counting in exponents costs nothing, however far the decimal's own reaches (1e1000000000).
        let (digits, scale) = amount.normalized().into_bigint_and_exponent();
        let zeros = i64::from(currency.exponent()).saturating_sub(scale);
        if zeros < 0 {
            return Err(MoneyError::TooPrecise { amount: amount.to_string(), currency });
        }
        let unit = u32::try_from(zeros).ok().and_then(|zeros| 10_i64.checked_pow(zeros));
        let minor = unit.zip(digits.to_i64()).and_then(|(unit, digits)| digits.checked_mul(unit));
        Ok(Self::new(minor.ok_or(MoneyError::Overflow)?, currency))
    }

    /// The amount as a decimal of major units.
    pub fn to_decimal(&self) -> BigDecimal {
        BigDecimal::new(self.minor.into(), i64::from(self.currency.exponent()))
    }

    /// The amount as a price for `DECIMAL(10,2)`.
    ///
    /// # Errors
    /// [`MoneyError::NotAPrice`] when it is negative, over 99,999,999.99, or finer than two decimals (1.255 BHD).
    pub fn to_price(&self) -> Result<BigDecimal, MoneyError> {
        let price = self.to_decimal();
        let hundredths = &price * BigDecimal::from(100);
        if price.is_negative() || !hundredths.is_integer() || hundredths > LARGEST_PRICE {
            return Err(MoneyError::NotAPrice(*self));
        }
        Ok(price.with_scale(2))
    }

    /// The amount in minor units.
    pub const fn minor_units(&self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.with(other, i64::checked_add)
    }

    /// The difference of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.with(other, i64::checked_sub)
    }

    /// So many times the amount.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_mul(self, times: i64) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(times).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    fn with(self, other: Self, operate: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch(self.currency, other.currency));
        }
        let minor = operate(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.to_decimal().to_plain_string(), self.currency))
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (amount, currency) =
            text.trim().split_once(' ').ok_or_else(|| MoneyError::NoCurrency(text.to_owned()))?;
        Self::parse(amount, currency.trim_start().parse()?)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut money = serializer.serialize_struct("Money", 3)?;
        money.serialize_field("minor_units", &self.minor)?;
        money.serialize_field("amount", &self.to_decimal().to_plain_string())?;
        money.serialize_field("currency", &self.currency)?;
        money.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Currency; 3] = [Currency::JPY, Currency::EUR, Currency::BHD];

    proptest! {
        #[test]
        fn what_is_shown_reads_back(minor: i64, which in 0..3_usize) {
            let money = Money::new(minor, ALL[which]);
            prop_assert_eq!(money.to_string().parse(), Ok(money));
            prop_assert_eq!(Money::from_decimal(&money.to_decimal(), money.currency()), Ok(money));
        }

        #[test]
        fn a_price_is_the_same_money(minor in 0..=99_999_999_99_i64, which in 0..2_usize) {
            let money = Money::new(minor / if which == 0 { 100 } else { 1 }, ALL[which]);
            prop_assert_eq!(Money::from_decimal(&money.to_price().unwrap(), money.currency()), Ok(money));
        }
    }

    #[test]
    fn shows_each_currencys_decimals() {
        let shown = ALL.map(|currency| Money::new(-5, currency).to_string());
        assert_eq!(shown, ["-5 JPY", "-0.05 EUR", "-0.005 BHD"]);
        assert_eq!(Money::new(i64::MIN, Currency::EUR).to_string(), "-92233720368547758.08 EUR");
    }

    #[test]
    fn refuses_what_it_would_have_to_round_or_guess() {
        let eur = |text| Money::parse(text, Currency::EUR);
        assert_eq!(eur("12.5"), Ok(Money::new(12_50, Currency::EUR)));
        assert_eq!(eur("12.500"), Ok(Money::new(12_50, Currency::EUR)));
        assert!(matches!(eur("12.505"), Err(MoneyError::TooPrecise { .. })));
        assert_eq!(eur("92233720368547758.08"), Err(MoneyError::Overflow));
        for text in ["", "-", ".5", "5.", "1e3", "1,50", "12 50", "--1", "0x1", "1.2.3", "٣"] {
            assert_eq!(eur(text), Err(MoneyError::NotAnAmount(text.to_owned())));
        }
        assert!(matches!(Money::parse("10.50", Currency::JPY), Err(MoneyError::TooPrecise { .. })));
        assert!(matches!("12.50".parse::<Money>(), Err(MoneyError::NoCurrency(_))));
        assert!(matches!("1 QQQ".parse::<Money>(), Err(MoneyError::UnknownCurrency(_))));
    }

    #[test]
    fn far_exponents_are_refused_at_once() {
        let euros = |text: &str| Money::from_decimal(&text.parse().unwrap(), Currency::EUR);
        for text in ["1e17", "-1e17", "1e1000000000", "1e9223372036854775807"] {
            assert_eq!(euros(text), Err(MoneyError::Overflow), "{text}");
        }
        for text in ["1e-3", "1e-1000000000", "1e-9223372036854775807"] {
            assert!(matches!(euros(text), Err(MoneyError::TooPrecise { .. })), "{text}");
        }
        assert_eq!(euros("1e16"), Ok(Money::new(1_000_000_000_000_000_000, Currency::EUR)));
        assert_eq!(euros("0e1000000000"), Ok(Money::zero(Currency::EUR)));
    }

    #[test]
    fn refuses_what_is_no_price() {
        for money in [
            Money::new(-1, Currency::EUR),
            Money::new(1_255, Currency::BHD),
            Money::new(99_999_999_99 + 1, Currency::EUR),
            Money::new(100_000_000, Currency::JPY),
        ] {
            assert_eq!(money.to_price(), Err(MoneyError::NotAPrice(money)));
        }
        assert_eq!(Money::new(1_250, Currency::BHD).to_price().unwrap().to_plain_string(), "1.25");
    }

    #[test]
    fn adds_only_like_to_like() {
        let (euro, yen) = (Money::new(1, Currency::EUR), Money::new(1, Currency::JPY));
        assert_eq!(euro.checked_add(yen), Err(MoneyError::CurrencyMismatch(Currency::EUR, Currency::JPY)));
        assert_eq!(euro.checked_add(Money::new(i64::MAX, Currency::EUR)), Err(MoneyError::Overflow));
        assert_eq!(euro.checked_sub(euro), Ok(Money::zero(Currency::EUR)));
        assert_eq!(Money::new(i64::MAX, Currency::EUR).checked_mul(2), Err(MoneyError::Overflow));
    }
}

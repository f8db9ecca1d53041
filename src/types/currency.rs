use std::fmt;
use std::str::FromStr;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use thiserror::Error;

/// A currency by its ISO 4217 code: three capitals (`accounts_currency_shape` and its like).
///
/// Text is read only if ISO 4217 lists it. A database may hold a code that is newer than this build: it is shown
/// as it is, with two decimals, as the database's own `currency_exponent` has it.
///
/// ```
/// use ledgerstore::types::Currency;
///
/// assert_eq!("jpy".parse(), Ok(Currency::JPY));
/// assert_eq!(Currency::JPY.exponent(), 0); // 1 yen is the smallest unit
/// assert_eq!(Currency::BHD.exponent(), 3); // 1 dinar is 1000 fils
/// assert!("EURO".parse::<Currency>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Currency([u8; 3]);

/// A text that isn't the code of a currency.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} isn't a currency: give its ISO 4217 code, EUR or USD for instance")]
pub struct UnknownCurrency(String);

impl Currency {
    /// Bahraini dinar, 3 decimals.
    pub const BHD: Self = Self(*b"BHD");
    /// Swiss franc.
    pub const CHF: Self = Self(*b"CHF");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// Yen, no decimals.
    pub const JPY: Self = Self(*b"JPY");
    /// US dollar.
    pub const USD: Self = Self(*b"USD");

    /// The code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimals an amount has: 1 major unit is 10 to this power of minor units.
    pub fn exponent(&self) -> u32 {
        match iso_currency::Currency::from_code(self.code()) {
            Some(iso) => iso.exponent().map_or(0, u32::from),
            None => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let code = text.to_ascii_uppercase();
        let listed = iso_currency::Currency::from_code(&code).is_some();
        let letters = <[u8; 3]>::try_from(code.as_bytes()).ok().filter(|_| listed);
        letters.map(Self).ok_or_else(|| UnknownCurrency(text.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl ToSql<Text, Pg> for Currency {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Text, Pg>::to_sql(self.code(), out)
    }
}

impl FromSql<Text, Pg> for Currency {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [a, b, c] if value.as_bytes().iter().all(u8::is_ascii_uppercase) => Ok(Self([*a, *b, *c])),
            other => Err(UnknownCurrency(String::from_utf8_lossy(other).into_owned()).into()),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_listed_codes_in_any_case() {
        assert_eq!("eur".parse(), Ok(Currency::EUR));
        for text in ["", "EU", "EURO", "QQQ", "€€€", "12A"] {
            assert_eq!(text.parse::<Currency>(), Err(UnknownCurrency(text.to_owned())));
        }
    }

    #[test]
    fn knows_decimals() {
        let exponents = [Currency::JPY, Currency::EUR, Currency::BHD].map(|c| c.exponent());
        assert_eq!(exponents, [0, 2, 3]);
        assert_eq!("XAU".parse::<Currency>().unwrap().exponent(), 0);
        assert_eq!(Currency(*b"ZZZ").exponent(), 2);
    }
}

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use thiserror::Error;

/// A text that is no row's number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} isn't a number as the database gives them: 1, 2, 3, …")]
pub struct InvalidId(String);

/// Each table's numbers are a type of their own, so that an account's can't be taken for a user's.
macro_rules! id {
    ($(#[doc = $doc:expr] $name:ident),+ $(,)?) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
        #[diesel(sql_type = BigInt)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
        pub struct $name(i64);

        impl $name {
            /// The row with this number.
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// The number as the database holds it.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }

        impl ToSql<BigInt, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<BigInt, Pg>::to_sql(&self.0, out)
            }
        }

        impl FromSql<BigInt, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                <i64 as FromSql<BigInt, Pg>>::from_sql(value).map(Self)
            }
        }
    )+};
}

id! {
    /// Number of a row in `users`.
    UserId,
    /// Number of a row in `sessions`.
    SessionId,
    /// Number of a row in `accounts`.
    AccountId,
    /// Number of a row in `transfers`.
    TransferId,
    /// Number of a row in `entries`.
    EntryId,
    /// Number of a row in `products`.
    ProductId,
    /// Number of a row in `orders`.
    OrderId,
    /// Number of a row in `order_items`.
    OrderItemId,
    /// Number of a row in `stock_movements`.
    StockMovementId,
}

fn parse(text: &str) -> Result<i64, InvalidId> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| InvalidId(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_what_the_database_gives() {
        assert_eq!("42".parse(), Ok(AccountId::new(42)));
        for text in ["0", "-1", "x", "", "1.5", "9223372036854775808"] {
            assert!(text.parse::<AccountId>().is_err(), "{text}");
        }
    }
}

use std::fmt;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::sql_types::Text;
use thiserror::Error;

/// Why a product's stock changed (`stock_movements.reason`, which the database derives).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum StockReason {
    /// The product itself was changed to more: its first stock, or a restock.
    Received,
    /// The product itself was changed to less.
    Removed,
    /// An order's lines took it.
    Ordered,
    /// An order gave it back: it was cancelled, deleted, or its lines were changed.
    Returned,
}

/// A text that is no reason: the database's migrations are newer than this build.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} isn't a reason for a stock to change that this program knows; use a newer program")]
pub struct UnknownStockReason(String);

impl StockReason {
    /// The reason as the database holds it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Removed => "removed",
            Self::Ordered => "ordered",
            Self::Returned => "returned",
        }
    }
}

impl fmt::Display for StockReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromSql<Text, Pg> for StockReason {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let text = std::str::from_utf8(value.as_bytes())?;
        let known = [Self::Received, Self::Removed, Self::Ordered, Self::Returned];
        let found = known.into_iter().find(|reason| reason.as_str() == text);
        Ok(found.ok_or_else(|| UnknownStockReason(text.to_owned()))?)
    }
}

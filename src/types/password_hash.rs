use std::fmt;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What the database keeps of a password: its bcrypt hash, or `!` for a user whom no password lets in
/// (`users_hashed_password_bcrypt`). `Debug` doesn't show it.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The hash that no password has.
    pub fn locked() -> Self {
        Self("!".to_owned())
    }

    /// Whether no password lets the user in.
    pub fn is_locked(&self) -> bool {
        self.0 == "!"
    }

    /// bcrypt's work factor, the two digits behind the second `$`; a locked hash has none.
    pub(crate) fn cost(&self) -> Option<u32> {
        self.0.get(4..6)?.parse().ok()
    }

    pub(crate) fn from_bcrypt(hash: String) -> Self {
        Self(hash)
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_locked() { "PasswordHash(locked)" } else { "PasswordHash(***)" })
    }
}

impl ToSql<Text, Pg> for PasswordHash {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Text, Pg>::to_sql(self.0.as_str(), out)
    }
}

impl FromSql<Text, Pg> for PasswordHash {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <String as FromSql<Text, Pg>>::from_sql(value).map(Self)
    }
}

use diesel::prelude::*;

use crate::models::Account;
use crate::schema::accounts;

/// How many are shown.
const SHOWN: i64 = 10;

/// The accounts with the most entries, without the house's, which take part in every deposit and purchase.
pub(super) fn read(conn: &mut PgConnection) -> QueryResult<Vec<Account>> {
    Account::query()
        .filter(accounts::owner.ne(Account::HOUSE).and(accounts::version.gt(0)))
        .order((accounts::version.desc(), accounts::id))
        .limit(SHOWN)
        .load(conn)
}

//! What must hold after every round, however fast it was.

use anyhow::{Result, bail, ensure};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use ledgerstore::admin::audit::audit;

use crate::contender::Schema;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The books are right and hold exactly the transfers that the clients were told of.
pub(crate) fn check(conn: &mut PgConnection, schema: Schema, acknowledged: u64) -> Result<()> {
    let held = count(conn, "SELECT count(*) AS n FROM transfers")?;
    ensure!(
        u64::try_from(held) == Ok(acknowledged),
        "{acknowledged} transfers were acknowledged, the database holds {held}"
    );
    match schema {
        Schema::Ledger => audit_ledger(conn),
        Schema::PlainBank => check_plain_bank(conn),
    }
}

fn audit_ledger(conn: &mut PgConnection) -> Result<()> {
    for outcome in audit(conn, &[], &mut ())? {
        if let Some(first) = outcome.findings.first() {
            bail!("{} is broken {} times, first by {first}", outcome.name, outcome.findings.len());
        }
    }
    Ok(())
}

fn check_plain_bank(conn: &mut PgConnection) -> Result<()> {
    let wrong = count(
        conn,
        "SELECT count(*) AS n FROM accounts a
         LEFT JOIN (SELECT account_id, sum(amount) AS sum FROM entries GROUP BY account_id) e ON e.account_id = a.id
         WHERE a.balance <> COALESCE(e.sum, 0)",
    )?;
    ensure!(
        wrong == 0,
        "the balances of {wrong} accounts of the plain bank aren't the sums of their entries"
    );
    let uneven = count(conn, "SELECT count(*) - 2 * (SELECT count(*) FROM transfers) AS n FROM entries")?;
    ensure!(uneven == 0, "the plain bank has {uneven} entries more than two for each transfer");
    Ok(())
}

fn count(conn: &mut PgConnection, query: &str) -> Result<i64> {
    Ok(diesel::sql_query(query).get_result::<Count>(conn)?.n)
}

//! The crate's own schema, with accounts to transfer between.

use anyhow::{Result, ensure};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use ledgerstore::database::migrations;
use ledgerstore::models::Account;
use ledgerstore::types::AccountId;

/// How far under zero an account may go: nothing is refused, the limit is checked all the same.
const OVERDRAFT_LIMIT: i64 = 1 << 60;

/// Transfers in one statement while books are filled.
const FILL_STEP: u64 = 5_000;

/// Migrates and opens accounts 1 to `accounts`, empty.
pub(crate) fn fill(conn: &mut PgConnection, accounts: u32) -> Result<()> {
    migrations::up(conn, None, || ())?;
    diesel::sql_query(
        "INSERT INTO users (username, email, full_name, hashed_password)
         SELECT format('holder-%s', n), format('holder-%s@users.invalid', n), 'A holder', '!' FROM generate_series(1, $1) n",
    )
    .bind::<BigInt, _>(i64::from(accounts))
    .execute(conn)?;
    diesel::sql_query(
        "INSERT INTO accounts (owner, currency, overdraft_limit)
         SELECT format('holder-%s', n), 'EUR', $2 FROM generate_series(1, $1) n ORDER BY n",
    )
    .bind::<BigInt, _>(i64::from(accounts))
    .bind::<BigInt, _>(OVERDRAFT_LIMIT)
    .execute(conn)?;
    let last = Account::get(conn, AccountId::new(i64::from(accounts)))?;
    ensure!(last.owner == format!("holder-{accounts}"), "the accounts aren't numbered from 1");
    // Not the empty tables: told that they are, the planner would read the whole of them, and go on while they grow.
    Ok(conn.batch_execute("VACUUM ANALYZE users, accounts")?)
}

/// Posts transfers between random accounts until the books hold so many entries; returns how many it posted.
pub(crate) fn add_entries(conn: &mut PgConnection, accounts: u32, entries: u64) -> Result<u64> {
    let transfers = entries / 2;
    let mut posted = 0;
    while posted < transfers {
        let step = FILL_STEP.min(transfers - posted);
        let inserted = diesel::sql_query(
            "INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
             SELECT payer, (payer + distance) % $1 + 1, $2, 1
             FROM (SELECT 1 + floor(random() * $1)::BIGINT AS payer, floor(random() * ($1 - 1))::BIGINT AS distance
                   FROM generate_series(1, $3)) pairs",
        )
        .bind::<BigInt, _>(i64::from(accounts))
        .bind::<Text, _>("EUR")
        .bind::<BigInt, _>(i64::try_from(step)?)
        .execute(conn)?;
        posted += u64::try_from(inserted)?;
    }
    // What the filling left to do isn't the measured turns'.
    for statement in ["VACUUM ANALYZE", "CHECKPOINT"] {
        conn.batch_execute(statement)?;
    }
    Ok(posted)
}

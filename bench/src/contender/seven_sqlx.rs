use anyhow::Result;
use chrono::{DateTime, Utc};
use sqlx::{Connection, FromRow, PgConnection};
use tokio::runtime::Runtime;

use super::{Site, sqlx_connection};
use crate::load::{Load, Threads, Worker};
use crate::picker::{Pick, Picker};

const INSERT_TRANSFER: &str = "INSERT INTO transfers (from_account_id, to_account_id, amount) VALUES ($1, $2, $3) \
     RETURNING id, from_account_id, to_account_id, amount, created_at";
const INSERT_ENTRY: &str =
    "INSERT INTO entries (account_id, amount) VALUES ($1, $2) RETURNING id, account_id, amount, created_at";
const ADD_TO_BALANCE: &str = "UPDATE accounts SET balance = balance + $2 WHERE id = $1 \
     RETURNING id, owner, balance, currency, created_at";

/// Seven statements a transfer, through sqlx: prepared, and read into rows with types.
struct SevenSqlx {
    conn: PgConnection,
    runtime: Runtime,
}

pub(super) fn open(site: &Site<'_>) -> Result<Box<dyn Load>> {
    Threads::start(site.pickers(), || {
        let runtime = sqlx_connection::runtime()?;
        let conn =
            runtime.block_on(PgConnection::connect_with(&sqlx_connection::options(&site.database)?))?;
        Ok(Box::new(SevenSqlx { conn, runtime }))
    })
}

impl Worker for SevenSqlx {
    fn request(&mut self, picker: &mut Picker) -> Result<u64> {
        self.runtime.block_on(transfer(&mut self.conn, picker.next()))?;
        Ok(1)
    }
}

#[derive(FromRow)]
#[expect(dead_code, reason = "an application would read them")]
struct Transfer {
    id: i64,
    from_account_id: i64,
    to_account_id: i64,
    amount: i64,
    created_at: DateTime<Utc>,
}

#[derive(FromRow)]
#[expect(dead_code, reason = "an application would read them")]
struct Entry {
    id: i64,
    account_id: i64,
    amount: i64,
    created_at: DateTime<Utc>,
}

#[derive(FromRow)]
#[expect(dead_code, reason = "an application would read them")]
struct Account {
    id: i64,
    owner: String,
    balance: i64,
    currency: String,
    created_at: DateTime<Utc>,
}

/// All rows that a transfer wrote.
#[expect(dead_code, reason = "an application would read them")]
struct Transferred(Transfer, [Entry; 2], [Account; 2]);

async fn transfer(conn: &mut PgConnection, pick: Pick) -> sqlx::Result<Transferred> {
    let Pick { from, to, amount } = pick;
    let mut tx = conn.begin().await?;
    let transfer =
        sqlx::query_as(INSERT_TRANSFER).bind(from).bind(to).bind(amount).fetch_one(&mut *tx).await?;
    let entries = [insert_entry(&mut tx, from, -amount).await?, insert_entry(&mut tx, to, amount).await?];
    let [(low, first), (high, second)] = pick.legs_in_id_order();
    let accounts = [add_to_balance(&mut tx, low, first).await?, add_to_balance(&mut tx, high, second).await?];
    tx.commit().await?;
    Ok(Transferred(transfer, entries, accounts))
}

async fn insert_entry(tx: &mut PgConnection, account: i64, amount: i64) -> sqlx::Result<Entry> {
    sqlx::query_as(INSERT_ENTRY).bind(account).bind(amount).fetch_one(tx).await
}

async fn add_to_balance(tx: &mut PgConnection, account: i64, amount: i64) -> sqlx::Result<Account> {
    sqlx::query_as(ADD_TO_BALANCE).bind(account).bind(amount).fetch_one(tx).await
}

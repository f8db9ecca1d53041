mod account;
mod entry;
mod transfer;

use anyhow::Result;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    Set, SqlxPostgresConnector, TransactionTrait,
};
use sqlx::postgres::PgPoolOptions;
use tokio::runtime::Runtime;

use super::{Site, sqlx_connection};
use crate::load::{Load, Threads, Worker};
use crate::picker::{Pick, Picker};

/// Seven statements a transfer, through SeaORM's entities and active models.
struct SevenSeaOrm {
    db: DatabaseConnection,
    runtime: Runtime,
}

pub(super) fn open(site: &Site<'_>) -> Result<Box<dyn Load>> {
    Threads::start(site.pickers(), || {
        let runtime = sqlx_connection::runtime()?;
        // Its pool would ask the server whether it is there before each transaction: a round trip that isn't the ORM's.
        let pool = PgPoolOptions::new().max_connections(1).test_before_acquire(false);
        let pool = runtime.block_on(pool.connect_with(sqlx_connection::options(&site.database)?))?;
        Ok(Box::new(SevenSeaOrm { db: SqlxPostgresConnector::from_sqlx_postgres_pool(pool), runtime }))
    })
}

impl Worker for SevenSeaOrm {
    fn request(&mut self, picker: &mut Picker) -> Result<u64> {
        self.runtime.block_on(transfer(&self.db, picker.next()))?;
        Ok(1)
    }
}

/// All rows that a transfer wrote.
#[expect(dead_code, reason = "an application would read them")]
struct Transferred(transfer::Model, [entry::Model; 2], [account::Model; 2]);

async fn transfer(db: &DatabaseConnection, pick: Pick) -> Result<Transferred, DbErr> {
    let Pick { from, to, amount } = pick;
    let tx = db.begin().await?;
    let new = transfer::ActiveModel {
        from_account_id: Set(from),
        to_account_id: Set(to),
        amount: Set(amount),
        ..Default::default()
    };
    let transfer = new.insert(&tx).await?;
    let entries = [insert_entry(&tx, from, -amount).await?, insert_entry(&tx, to, amount).await?];
    let [(low, first), (high, second)] = pick.legs_in_id_order();
    let accounts = [add_to_balance(&tx, low, first).await?, add_to_balance(&tx, high, second).await?];
    tx.commit().await?;
    Ok(Transferred(transfer, entries, accounts))
}

async fn insert_entry(tx: &DatabaseTransaction, account: i64, amount: i64) -> Result<entry::Model, DbErr> {
    let new = entry::ActiveModel { account_id: Set(account), amount: Set(amount), ..Default::default() };
    new.insert(tx).await
}

async fn add_to_balance(
    tx: &DatabaseTransaction,
    account: i64,
    amount: i64,
) -> Result<account::Model, DbErr> {
    use account::Column::{Balance, Id};
    let mut updated = account::Entity::update_many()
        .col_expr(Balance, Balance.into_expr().add(amount))
        .filter(Id.eq(account))
        .exec_with_returning(tx)
        .await?;
    updated.pop().ok_or_else(|| DbErr::RecordNotFound(format!("account {account}")))
}

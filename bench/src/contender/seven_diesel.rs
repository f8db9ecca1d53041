use anyhow::Result;
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use ledgerstore::database::connect;

use super::Site;
use crate::load::{Load, Threads, Worker};
use crate::picker::{Pick, Picker};
use crate::plain_bank::schema::{accounts, entries, transfers};

/// Seven statements a transfer, through Diesel's typed queries: prepared.
struct SevenDiesel(PgConnection);

pub(super) fn open(site: &Site<'_>) -> Result<Box<dyn Load>> {
    Threads::start(site.pickers(), || Ok(Box::new(SevenDiesel(connect(&site.database)?))))
}

impl Worker for SevenDiesel {
    fn request(&mut self, picker: &mut Picker) -> Result<u64> {
        transfer(&mut self.0, picker.next())?;
        Ok(1)
    }
}

#[derive(HasQuery)]
#[diesel(table_name = transfers, check_for_backend(Pg))]
#[expect(dead_code, reason = "an application would read them")]
struct Transfer {
    id: i64,
    from_account_id: i64,
    to_account_id: i64,
    amount: i64,
    created_at: DateTime<Utc>,
}

#[derive(HasQuery)]
#[diesel(table_name = entries, check_for_backend(Pg))]
#[expect(dead_code, reason = "an application would read them")]
struct Entry {
    id: i64,
    account_id: i64,
    amount: i64,
    created_at: DateTime<Utc>,
}

#[derive(HasQuery)]
#[diesel(table_name = accounts, check_for_backend(Pg))]
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

fn transfer(conn: &mut PgConnection, pick: Pick) -> QueryResult<Transferred> {
    let Pick { from, to, amount } = pick;
    conn.transaction(|conn| {
        let transfer = diesel::insert_into(transfers::table)
            .values((
                transfers::from_account_id.eq(from),
                transfers::to_account_id.eq(to),
                transfers::amount.eq(amount),
            ))
            .returning(Transfer::as_returning())
            .get_result(conn)?;
        let entries = [insert_entry(conn, from, -amount)?, insert_entry(conn, to, amount)?];
        let [(low, first), (high, second)] = pick.legs_in_id_order();
        let accounts = [add_to_balance(conn, low, first)?, add_to_balance(conn, high, second)?];
        Ok(Transferred(transfer, entries, accounts))
    })
}

fn insert_entry(conn: &mut PgConnection, account: i64, amount: i64) -> QueryResult<Entry> {
    diesel::insert_into(entries::table)
        .values((entries::account_id.eq(account), entries::amount.eq(amount)))
        .returning(Entry::as_returning())
        .get_result(conn)
}

fn add_to_balance(conn: &mut PgConnection, account: i64, amount: i64) -> QueryResult<Account> {
    diesel::update(accounts::table.find(account))
        .set(accounts::balance.eq(accounts::balance + amount))
        .returning(Account::as_returning())
        .get_result(conn)
}

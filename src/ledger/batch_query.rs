use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};

use super::NewTransfer;
use crate::types::{AccountId, Currency, TransferId};

/// A call of the SQL function `post_batch`, which Diesel's own builder can't put behind FROM.
///
/// Its text is always the same, so it is prepared once for a connection, whatever the size of the batch.
#[derive(Debug, Clone)]
pub(super) struct PostBatch<'a> {
    froms: Vec<AccountId>,
    tos: Vec<AccountId>,
    currencies: Vec<Currency>,
    amounts: Vec<i64>,
    keys: Vec<Option<&'a str>>,
    descriptions: Vec<Option<&'a str>>,
    reverses: Vec<Option<TransferId>>,
    expected_versions: Vec<Option<i64>>,
    all_or_nothing: bool,
}

/// What the function tells of one transfer.
#[derive(Debug, Queryable)]
pub(super) struct Row {
    pub(super) outcome: String,
    pub(super) transfer_id: Option<TransferId>,
    pub(super) created_at: Option<DateTime<Utc>>,
    pub(super) account_id: Option<AccountId>,
    pub(super) amount: Option<i64>,
    pub(super) currency: Option<Currency>,
}

impl Row {
    pub(super) fn is_posted(&self) -> bool {
        self.outcome == "posted" || self.outcome == "replayed"
    }
}

impl<'a> PostBatch<'a> {
    pub(super) fn new(transfers: &'a [NewTransfer<'_>], all_or_nothing: bool) -> Self {
        Self {
            froms: transfers.iter().map(|t| t.from_account_id).collect(),
            tos: transfers.iter().map(|t| t.to_account_id).collect(),
            currencies: transfers.iter().map(|t| t.amount().currency()).collect(),
            amounts: transfers.iter().map(|t| t.amount().minor_units()).collect(),
            keys: transfers.iter().map(|t| t.idempotency_key.as_deref()).collect(),
            descriptions: transfers.iter().map(|t| t.description.as_deref()).collect(),
            reverses: transfers.iter().map(|t| t.reverses_id).collect(),
            expected_versions: transfers.iter().map(|t| t.expected_version).collect(),
            all_or_nothing,
        }
    }
}

impl QueryFragment<Pg> for PostBatch<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT outcome, transfer_id, created_at, account_id, amount, currency FROM post_batch(",
        );
        out.push_bind_param::<Array<BigInt>, _>(&self.froms)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.tos)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.currencies)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.amounts)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.keys)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.descriptions)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<BigInt>>, _>(&self.reverses)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<BigInt>>, _>(&self.expected_versions)?;
        out.push_sql(", ");
        out.push_bind_param::<Bool, _>(&self.all_or_nothing)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for PostBatch<'_> {
    type QueryId = PostBatch<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for PostBatch<'_> {
    type SqlType =
        (Text, Nullable<BigInt>, Nullable<Timestamptz>, Nullable<BigInt>, Nullable<BigInt>, Nullable<Text>);
}

impl RunQueryDsl<PgConnection> for PostBatch<'_> {}

#[cfg(test)]
mod tests {
    use diesel::debug_query;

    use super::*;

    #[test]
    fn its_text_does_not_depend_on_the_batch() {
        let transfer = NewTransfer::new(
            AccountId::new(1),
            AccountId::new(2),
            crate::types::Money::new(3, Currency::EUR),
        );
        let (one, two) = ([transfer.clone()], [transfer.clone(), transfer.idempotency_key("k")]);
        let text = |batch| debug_query::<Pg, _>(&PostBatch::new(batch, true)).to_string();
        let sql = |batch| text(batch).split(" -- binds").next().map(str::to_owned);
        assert_eq!(sql(&one[..]), sql(&two[..]));
        assert!(
            sql(&one[..])
                .is_some_and(|sql| sql.ends_with("FROM post_batch($1, $2, $3, $4, $5, $6, $7, $8, $9)"))
        );
    }
}

use bigdecimal::{BigDecimal, Zero};
use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use super::LedgerError;
use crate::schema::accounts;
use crate::types::Currency;

/// One currency's line of the trial balance. Sums can be larger than any single balance, so they are decimals,
/// in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TrialBalance {
    /// The currency.
    pub currency: Currency,
    /// How many accounts hold it.
    pub accounts: i64,
    /// The sum of the balances under zero, as a positive number: the house owes or is owed this.
    pub debit: BigDecimal,
    /// The sum of the balances over zero.
    pub credit: BigDecimal,
}

impl TrialBalance {
    /// Whether debits and credits agree. Always, unless somebody went behind the database's back.
    pub fn balances(&self) -> bool {
        self.debit == self.credit
    }
}

/// The sums of all balances under and over zero, a line for each currency.
///
/// # Errors
/// Only the database's own.
pub fn trial_balance(conn: &mut PgConnection) -> Result<Vec<TrialBalance>, LedgerError> {
    let lines: Vec<(Currency, i64, Option<BigDecimal>, Option<BigDecimal>)> = accounts::table
        .group_by(accounts::currency)
        .select((
            accounts::currency,
            count_star(),
            sum(accounts::balance).aggregate_filter(accounts::balance.lt(0)),
            sum(accounts::balance).aggregate_filter(accounts::balance.gt(0)),
        ))
        .order(accounts::currency)
        .load(conn)?;
    Ok(lines
        .into_iter()
        .map(|(currency, accounts, debit, credit)| TrialBalance {
            currency,
            accounts,
            debit: -debit.unwrap_or_else(BigDecimal::zero),
            credit: credit.unwrap_or_else(BigDecimal::zero),
        })
        .collect())
}

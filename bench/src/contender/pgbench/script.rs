use anyhow::{Context, Result};
use diesel::prelude::*;
use diesel::sql_types::Text;
use ledgerstore::ledger;

use super::Site;
use crate::contender::batch::new_transfer;
use crate::picker::{MAX_AMOUNT, Pick, Spread};
use crate::zipf::EXPONENT;

#[derive(QueryableByName)]
struct Prepared {
    #[diesel(sql_type = Text)]
    statement: String,
}

/// The workload as a pgbench script.
pub(super) fn write(conn: &mut PgConnection, site: &Site<'_>) -> Result<String> {
    let n = site.accounts_in_play();
    let pick = match site.workload.spread {
        Spread::All | Spread::Few(_) => format!(
            "\\set from random(1, {n})\n\
             \\set to (:from - 1 + random(1, {n} - 1)) % {n} + 1\n"
        ),
        Spread::Hot => format!(
            "\\set other random(2, {n})\n\
             \\set pays random(0, 1)\n\
             \\set from case when :pays = 1 then 1 else :other end\n\
             \\set to case when :pays = 1 then :other else 1 end\n"
        ),
        Spread::Zipf => format!(
            "\\set from random_zipfian(1, {n}, {EXPONENT})\n\
             \\set drawn random_zipfian(1, {n}, {EXPONENT})\n\
             \\set to case when :drawn = :from then :drawn % {n} + 1 else :drawn end\n"
        ),
    };
    Ok(format!("{pick}\\set amount random(1, {MAX_AMOUNT})\n{};\n", statement(conn)?))
}

/// What the crate's call leaves prepared on a connection, with pgbench's variables in the places of its parameters.
/// The call is made in a transaction that is rolled back.
fn statement(conn: &mut PgConnection) -> Result<String> {
    conn.begin_test_transaction()?;
    ledger::transfer(conn, &new_transfer(Pick { from: 1, to: 2, amount: 1 }))?;
    let prepared: Option<Prepared> = diesel::sql_query(
        "SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO \"transfers\"%'",
    )
    .get_result(conn)
    .optional()?;
    with_variables(&prepared.context("ledger::transfer leaves no prepared INSERT behind")?.statement)
}

/// The columns that a plain transfer leaves out are NULL.
fn with_variables(insert: &str) -> Result<String> {
    let columns = insert.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let (columns, _) = columns.with_context(|| format!("no list of columns in {insert}"))?;
    let variables = columns.split(", ").map(|column| match column.trim_matches('"') {
        "from_account_id" => ":from",
        "to_account_id" => ":to",
        "currency" => ":currency",
        "amount" => ":amount",
        _ => "NULL",
    });
    let numbered: Vec<_> = (1..).zip(variables).collect();
    // The last first: $1 is also how $10 begins.
    Ok(numbered
        .into_iter()
        .rev()
        .fold(insert.to_owned(), |text, (n, variable)| text.replace(&format!("${n}"), variable)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_variables_in_the_places_of_parameters() {
        let insert = r#"INSERT INTO "transfers" ("amount", "reverses_id", "to_account_id") VALUES ($1, $2, $3) RETURNING "id""#;
        let expected = r#"INSERT INTO "transfers" ("amount", "reverses_id", "to_account_id") VALUES (:amount, NULL, :to) RETURNING "id""#;
        assert_eq!(with_variables(insert).unwrap(), expected);
    }
}

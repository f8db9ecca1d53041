//! Every rule of the database is broken once, through raw SQL, and refuses by its name.

mod accounts;
mod attacks;
mod entries;
mod fixture;
mod order_items;
mod orders;
mod people;
mod products;
mod stock_movements;
mod touches;
mod transfers;

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;

use crate::support::{TestDb, lines, raw_error};

/// A rule's name, what leads up to it, and the statement that breaks it.
///
/// A rule that another one stands before is reached with that other one out of the way.
type Case = (&'static str, &'static str, &'static str);

const SUBJECTS: [&[Case]; 8] = [
    accounts::CASES,
    transfers::CASES,
    entries::CASES,
    people::CASES,
    products::CASES,
    orders::CASES,
    order_items::CASES,
    stock_movements::CASES,
];

#[test]
fn each_rule_refuses_by_its_name() {
    let db = fixture::world();
    let conn = &mut db.conn();
    let mut wrong = Vec::new();
    for (rule, setup, offence) in SUBJECTS.concat() {
        let violated = violated(conn, setup, offence);
        if violated != rule {
            wrong.push(format!("{violated} instead of {rule}: {offence}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// The rule that the offence violates; nothing of it stays.
fn violated(conn: &mut PgConnection, setup: &str, offence: &str) -> String {
    conn.test_transaction::<_, Error, _>(|conn| {
        if !setup.is_empty() {
            conn.batch_execute(setup).unwrap_or_else(|error| panic!("{setup}: {error}"));
        }
        Ok(raw_error(conn, offence))
    })
}

/// Constraints, unique indexes, and the names that guards and functions report.
const RULES: &str = r"
WITH tables AS (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::REGNAMESPACE AND NOT starts_with(relname, '__'))
SELECT conname::TEXT AS line FROM pg_constraint JOIN tables ON conrelid = tables.oid WHERE contype NOT IN ('n', 't')
UNION SELECT c.relname FROM pg_index JOIN tables ON indrelid = tables.oid JOIN pg_class c ON c.oid = indexrelid WHERE indisunique
UNION SELECT split_part(encode(tgargs, 'escape'), '\000', 1)
      FROM pg_trigger t JOIN tables ON tgrelid = tables.oid JOIN pg_proc p ON p.oid = tgfoid WHERE proname = 'refuse'
UNION SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''(\w+)''', 'g'))[1]
      FROM pg_proc WHERE pronamespace = current_schema()::REGNAMESPACE";

#[test]
fn no_rule_is_without_a_case() {
    let live: BTreeSet<String> = lines(&mut TestDb::new().conn(), RULES).into_iter().collect();
    let tried: BTreeSet<String> = SUBJECTS.concat().iter().map(|(rule, ..)| (*rule).to_owned()).collect();
    assert!(live.len() >= 100, "{}", live.len());
    assert_eq!(live.difference(&tried).collect::<Vec<_>>(), [""; 0], "rules that no case breaks");
    assert_eq!(tried.difference(&live).collect::<Vec<_>>(), [""; 0], "cases for rules that aren't there");
}

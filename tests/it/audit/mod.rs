//! Every check of the audit finds what it is for, done behind the database's back, and nothing in a sound database.

mod large;
mod ledger;
mod schema;
mod shop;
mod sign_in;
mod world;

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use ledgerstore::admin::audit::{AuditError, Group, Outcome, audit, checks, select};

use crate::support::TestDb;
use world::world;

/// A check, the damage that it finds, the other checks that can't help finding something then, and what it says.
type Case = (&'static str, &'static str, &'static [&'static str], &'static str);

const SUBJECTS: [&[Case]; 4] = [ledger::CASES, shop::CASES, sign_in::CASES, schema::CASES];

/// What the schema's checks say to a rule that was taken away to get around it.
const RULE_GONE: &[&str] = &["constraints-validated"];
/// The same for a rule that an index keeps.
const KEY_GONE: &[&str] = &["constraints-validated", "indexes-valid"];

/// Triggers and foreign keys are off; checks and keys aren't, even for a superuser.
const BEHIND_THE_TRIGGERS: &str = "SET LOCAL session_replication_role = replica";

fn findings(conn: &mut PgConnection, damage: &str) -> Vec<Outcome> {
    conn.test_transaction::<_, Error, _>(|conn| {
        conn.batch_execute(&format!("{BEHIND_THE_TRIGGERS}; {damage}"))
            .unwrap_or_else(|error| panic!("{damage}: {error}"));
        let outcomes = audit(conn, &[], &mut ()).unwrap();
        Ok(outcomes.into_iter().filter(|outcome| outcome.found() > 0).collect())
    })
}

#[test]
fn each_check_finds_its_damage_and_no_other_does() {
    let db = world();
    let conn = &mut db.conn();
    let mut wrong = Vec::new();
    for (check, damage, also, says) in SUBJECTS.concat() {
        let found = findings(conn, damage);
        let names: BTreeSet<_> = found.iter().map(|outcome| outcome.name).collect();
        let expected: BTreeSet<_> = also.iter().copied().chain([check]).collect();
        let said = found.iter().find(|outcome| outcome.name == check).map(|outcome| &outcome.findings);
        if names != expected || said.is_none_or(|said| said != &[says]) {
            wrong
                .push(format!("{damage}\n  {names:?} instead of {expected:?}; {said:?} instead of {says:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_check_is_without_a_case() {
    let all: BTreeSet<_> = checks().map(|check| check.name).collect();
    let tried: BTreeSet<_> = SUBJECTS.concat().iter().map(|(check, ..)| *check).collect();
    assert!(all.len() > 40, "{}", all.len());
    assert_eq!(all.len(), checks().count(), "two checks have one name");
    assert_eq!(all.symmetric_difference(&tried).collect::<Vec<_>>(), [&""; 0]);
}

#[test]
fn a_sound_database_is_looked_at_by_every_check() {
    let db = world();
    let outcomes = audit(&mut db.conn(), &[], &mut ()).unwrap();
    assert_eq!(outcomes.len(), checks().count());
    for (outcome, check) in outcomes.iter().zip(checks()) {
        assert_eq!((outcome.group, outcome.name, outcome.holds), (check.group, check.name, check.holds));
        assert!(outcome.checked > 0, "{} looked at nothing", outcome.name);
        assert_eq!(outcome.findings, [""; 0], "{}", outcome.name);
        assert_eq!(outcome.more, 0);
    }
}

#[test]
fn an_empty_database_is_sound() {
    let outcomes = audit(&mut TestDb::new().conn(), &[], &mut ()).unwrap();
    let of = |name| outcomes.iter().find(|outcome| outcome.name == name).unwrap().checked;
    assert!(outcomes.iter().all(|outcome| outcome.findings.is_empty()), "{outcomes:?}");
    assert_eq!((of("transfers-balance"), of("orders-paid"), of("house-locked")), (0, 0, 1));
}

#[test]
fn a_database_beside_others_in_one_is_audited_by_its_own_schema() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    conn.batch_execute("CREATE SCHEMA \"Shop 1\"; SET search_path = \"Shop 1\"").unwrap();
    ledgerstore::database::migrations::up(conn, None, || {}).unwrap();
    let outcomes = audit(conn, &[], &mut ()).unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.findings.is_empty()), "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| outcome.name == "functions-in-own-schema" && outcome.checked > 0));
    conn.batch_execute("ALTER SCHEMA \"Shop 1\" RENAME TO shop2; SET search_path = shop2").unwrap();
    let renamed = audit(conn, &["schema".into()], &mut ()).unwrap();
    let broken: Vec<_> = renamed.iter().filter(|outcome| outcome.found() > 0).map(|o| o.name).collect();
    assert_eq!(broken, ["functions-in-own-schema"], "its functions still look into a schema that is gone");
}

#[test]
fn names_of_checks_and_groups_choose_each_check_once() {
    let chosen = select(&["orders-paid", "schema", "sequences-ahead"].map(str::to_owned)).unwrap();
    let names: Vec<_> = chosen.iter().map(|check| check.name).collect();
    assert_eq!(names.iter().filter(|name| **name == "sequences-ahead").count(), 1);
    assert_eq!(names[0], "orders-paid");
    assert!(chosen[1..].iter().all(|check| check.group == Group::Schema) && chosen.len() > 4);

    let db = world();
    let outcomes =
        audit(&mut db.conn(), &["histories-gapless".into(), "skus-unique".into()], &mut ()).unwrap();
    let checked: Vec<_> = outcomes.iter().map(|outcome| (outcome.name, outcome.checked)).collect();
    assert_eq!(checked, [("histories-gapless", 16), ("skus-unique", 2)]);

    let unknown = audit(&mut db.conn(), &["no-such".into()], &mut ()).unwrap_err();
    assert!(matches!(&unknown, AuditError::UnknownCheck { name } if name == "no-such"));
    assert!(unknown.to_string().contains("sign-in") && unknown.to_string().contains("orders-paid"));
}

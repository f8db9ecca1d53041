use diesel::connection::SimpleConnection;

use super::program::{Program, Run};
use super::world::world;
use crate::support::TestDb;

/// Around every trigger and foreign key, as a superuser can.
const DAMAGE: &str = "
    SET session_replication_role = replica;
    UPDATE accounts SET balance = balance + 5 WHERE id = 1;
    DELETE FROM entries WHERE transfer_id = 4 AND account_id = 1;
    UPDATE orders SET total_amount = 1.00 WHERE id = 2;
    UPDATE orders SET payment_transfer_id = 4 WHERE id = 1;";

#[test]
fn finds_nothing_in_sound_books() {
    let db = world();
    let program = Program::on(&db);
    program.assert(
        "audit_sound",
        &[program.ok(&["audit"]), program.ok(&["audit", "orders-paid", "transfers-balance"])],
    );
}

#[test]
fn names_what_is_broken_and_exits_3() {
    let db = world();
    db.conn().batch_execute(DAMAGE).unwrap();
    let program = Program::on(&db);
    let runs = ["table", "csv", "json"].map(|format| program.run(&["--format", format, "audit"]));
    assert!(runs.iter().all(|run| run.code == 3), "{runs:?}");
    program.assert("audit_broken", &runs);
    assert_eq!(program.run(&["audit", "stock-not-negative"]).code, 0);
    assert_eq!(program.run(&["--quiet", "audit", "orders-paid"]).stderr, "");
}

#[test]
fn tells_what_it_checks_without_a_database() {
    let program = Program::new();
    let listed = ["ledger", "shop", "sign-in", "schema"].map(|group| program.ok(&["audit", "--list", group]));
    let one = program.ok(&["--format", "json", "audit", "--list", "orders-paid"]);
    program.assert("audit_list", &[&listed[..], &[one]].concat());
    let lines = |run: &Run| run.stdout.lines().count();
    assert_eq!(
        lines(&program.ok(&["--format", "csv", "audit", "--list"])),
        listed.iter().map(lines).sum::<usize>() - 3
    );
}

#[test]
fn an_empty_database_is_sound_and_a_group_runs_alone() {
    let db = TestDb::new();
    let program = Program::on(&db);
    program.assert(
        "audit_empty",
        &[program.ok(&["audit", "ledger"]), program.ok(&["audit", "schema", "house-locked"])],
    );
}

#[test]
fn an_unknown_name_is_wrong_usage_and_the_known_ones_are_listed() {
    let run = Program::new().run(&["audit", "ledger", "order-paid"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for name in ["order-paid", "sign-in", "orders-paid", "sequences-ahead"] {
        assert!(run.stderr.contains(name), "{name}: {run}");
    }
}

#[test]
fn people_see_the_first_findings_and_programs_all() {
    let db = world();
    let damage = "SET session_replication_role = replica;
        INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
        SELECT 1, 2, 'EUR', 1 FROM generate_series(1, 15)";
    db.conn().batch_execute(damage).unwrap();
    let program = Program::on(&db);
    let seen = program.run(&["audit", "transfers-balance"]).stdout;
    assert!(seen.contains("and 5 more") && seen.matches("transfer ").count() == 10, "{seen}");
    let all = program.run(&["--format", "csv", "audit", "transfers-balance"]).stdout;
    assert_eq!(all.matches("transfer ").count(), 15, "{all}");

    db.conn().batch_execute(&damage.replace("(1, 15)", "(16, 1500)")).unwrap();
    let kept = program.run(&["--format", "json", "audit", "transfers-balance"]).stdout;
    assert!(kept.contains("\"more\": 500") && kept.matches("\"transfer ").count() == 1_000, "{kept}");
    let kept = program.run(&["--format", "csv", "audit", "transfers-balance"]).stdout;
    assert!(kept.contains(",1500,") && kept.contains("and 500 more"), "{kept}");
}

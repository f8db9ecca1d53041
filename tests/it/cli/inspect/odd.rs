//! What nobody expects to be in a database, or not to be in it.

use std::process::Stdio;

use diesel::connection::SimpleConnection;

use super::super::program::{Program, Run};
use super::super::world::world;
use crate::support::TestDb;

const LISTS: [&str; 8] =
    ["users", "accounts", "transfers", "entries", "products", "orders", "sessions", "indexes"];

#[test]
fn an_empty_database_is_no_error() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let mut runs = Vec::new();
    for list in LISTS.iter().filter(|list| **list != "indexes") {
        runs.extend(
            ["table", "json", "csv"].map(|format| program.ok(&["--format", format, "inspect", list])),
        );
    }
    program.assert("inspect_empty", &runs);
}

#[test]
fn without_tables_it_says_what_to_do() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    let run = program.run(&["inspect", "users"]);
    assert!(run.code == 1 && run.stderr.contains("ledgerstore migrate up"), "{run}");
    assert_eq!(program.ok(&["inspect", "locks"]).stderr, "nobody waits for a lock\n");
}

#[test]
fn a_value_cannot_command_the_terminal() {
    let db = world();
    db.conn()
        .batch_execute(
            "UPDATE products SET name = E'Mug\\n\\u001b[31mred', description = E'\\u202eback\\t\\u009bm' WHERE sku = 'MUG';
             UPDATE users SET full_name = E'Anna\\u001b]0;title\\u0007' WHERE username = 'anna';
             INSERT INTO transfers (from_account_id, to_account_id, currency, amount, description, idempotency_key)
             SELECT a.id, b.id, 'EUR', 1, E'\\u001b[2J', E'\\u001bc'
             FROM accounts a, accounts b WHERE (a.owner, a.currency, b.owner, b.currency) = ('anna', 'EUR', 'ben', 'EUR')",
        )
        .unwrap();
    let program = Program::on(&db);
    let runs: Vec<_> = [
        &["products"][..],
        &["product", "MUG", "--limit", "1"],
        &["order", "1"],
        &["user", "anna", "--limit", "1"],
        &["transfers", "--limit", "1"],
        &["transfer", "9"],
        &["account", "anna/EUR", "--limit", "1"],
    ]
    .iter()
    .map(|arguments| program.ok(&[&["inspect"], *arguments].concat()))
    .collect();
    for run in &runs {
        let obeyed = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!run.stdout.contains(obeyed), "{run}");
    }
    program.assert("inspect_control_characters", &runs);
    // Programs get the values as they are.
    let csv = program.ok(&["--format", "csv", "inspect", "products"]);
    assert!(csv.stdout.contains("\"Mug\n\u{1b}[31mred\""), "{csv}");
}

#[test]
fn a_reader_may_stop_early() {
    let db = world();
    let program = Program::on(&db);
    let single = ["user anna", "account anna/EUR", "transfer 4", "product MUG", "order 1", "tables", "locks"];
    for what in LISTS.iter().chain(&single) {
        for format in ["table", "json", "csv"] {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let arguments: Vec<_> =
                ["--format", format, "--quiet", "inspect"].into_iter().chain(what.split(' ')).collect();
            let output = program.ready(&arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
            let run = Run::new(&arguments, &output);
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
        }
    }
}

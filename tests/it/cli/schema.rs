use diesel::connection::SimpleConnection;

use super::program::{Program, snapshot};
use crate::support::TestDb;

#[test]
fn draws_every_table_in_every_language() {
    let db = TestDb::new();
    let program = Program::on(&db);
    for (language, table) in [
        ("mermaid", "    NAME {\n"),
        ("dbml", "Table \"NAME\" {\n"),
        ("dot", "  \"NAME\" [tooltip="),
        ("svg", ">NAME</text>"),
    ] {
        let run = program.ok(&["schema", "diagram", "--format", language]);
        for name in [
            "accounts",
            "entries",
            "order_items",
            "orders",
            "products",
            "sessions",
            "stock_movements",
            "transfers",
            "users",
        ] {
            assert!(run.stdout.contains(&table.replace("NAME", name)), "{name}: {run}");
        }
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn mermaid_is_what_is_drawn_unless_asked_otherwise() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let run = program.ok(&["schema", "diagram"]);
    assert!(run.stdout.starts_with("erDiagram\n"), "{run}");
    assert!(run.stdout.contains("    accounts ||--o{ entries : \"account_id\"\n"), "{run}");
    assert_eq!(run.stdout, program.ok(&["schema", "diagram", "--format", "mermaid"]).stdout);
}

/// What was accepted has been read by the parser of dbdiagram.io and drawn by Graphviz.
#[test]
fn dbml_and_dot_are_what_was_tried() {
    let db = TestDb::new();
    for language in ["dbml", "dot"] {
        let run = Program::on(&db).ok(&["schema", "diagram", "--format", language]);
        snapshot(&format!("schema_{language}"), &run.stdout);
    }
}

#[test]
fn a_diagram_has_a_format_of_its_own() {
    let program = Program::new();
    let runs = [
        &["schema", "diagram", "--format", "json"][..],
        &["--format", "json", "schema", "diagram"],
        &["--format", "svg", "schema", "diagram"],
        &["inspect", "tables", "--format", "svg"],
    ]
    .map(|arguments| program.run(arguments));
    assert!(runs.iter().all(|run| run.code == 2 && run.stdout.is_empty()), "{runs:?}");
    program.assert("schema_wrong_format", &runs);
}

#[test]
fn drift_is_shown_with_what_to_do() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let none = program.ok(&["schema", "drift"]);
    assert_eq!(program.ok(&["--format", "json", "schema", "drift"]).stdout, "[]\n");
    db.conn()
        .batch_execute(
            "ALTER TABLE products ALTER COLUMN description DROP NOT NULL;
             ALTER TABLE users DISABLE TRIGGER users_touch;
             COMMENT ON TABLE users IS E'two\\nlines and \\x1b[31mred';
             CREATE TABLE spare (id BIGINT PRIMARY KEY);
             DROP INDEX users_email_key",
        )
        .unwrap();
    let runs = [
        &["schema", "drift"][..],
        &["--format", "csv", "schema", "drift"],
        &["--quiet", "--format", "json", "schema", "drift"],
    ]
    .map(|arguments| program.run(arguments));
    assert!(runs.iter().all(|run| run.code == 3), "{runs:?}");
    assert_eq!(runs[2].stderr, "");
    program.assert("schema_drift", &[&[none][..], &runs].concat());
}

#[test]
fn drift_tells_of_pending_migrations_and_newer_databases() {
    let db = TestDb::new();
    let program = Program::on(&db);
    program.ok(&["migrate", "down", "--yes"]);
    let behind = program.ok(&["schema", "drift"]);
    assert!(behind.stderr.contains("1 migration is pending, which is no drift"), "{behind}");
    db.conn()
        .batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')")
        .unwrap();
    let ahead = program.run(&["schema", "drift"]);
    assert!(ahead.code == 1 && ahead.stderr.contains("29991231000000"), "{ahead}");
    program.ok(&["schema", "dump", "--no-history"]);
}

#[test]
fn a_scratch_database_that_is_not_there_is_told_apart_from_the_live_one() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let unreachable =
        program.run(&["schema", "drift", "--scratch-url", "postgres://a:hunter2@127.0.0.1:1/d"]);
    assert!(
        unreachable.code == 6 && unreachable.stderr.contains("--scratch-url leads to no"),
        "{unreachable}"
    );
    let wrong = program.run(&["schema", "drift", "--scratch-url", "hunter2"]);
    assert!(wrong.code == 1 && wrong.stderr.contains("--scratch-url is wrong"), "{wrong}");
    assert!(!unreachable.stderr.contains("hunter2") && !wrong.stderr.contains("hunter2"));

    let scratch = TestDb::empty();
    program.ok(&["schema", "drift", "--scratch-url", &scratch.info().reveal_url()]);
    program.ok(&["schema", "dump", "--expected", "--scratch-url", &scratch.info().reveal_url()]);
}

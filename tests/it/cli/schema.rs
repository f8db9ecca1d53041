use diesel::connection::SimpleConnection;

use super::program::Program;
use crate::support::TestDb;

#[test]
fn draws_every_table() {
    let db = TestDb::new();
    let run = Program::on(&db).ok(&["schema", "diagram"]);
    assert!(run.stdout.starts_with("erDiagram\n"), "{run}");
    for table in
        ["accounts", "entries", "order_items", "orders", "products", "sessions", "transfers", "users"]
    {
        assert!(run.stdout.contains(&format!("    {table} {{\n")), "{table}: {run}");
    }
    assert!(run.stdout.contains("    accounts ||--o{ entries : \"account_id\"\n"), "{run}");
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

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::program::{Program, Run};
use crate::support::TestDb;

const TIMEOUTS: &str = "SET LOCAL lock_timeout = '5s';\nSET LOCAL statement_timeout = '1min';\n";

/// Notes that are kept in a table, as a project of its own; the first migration is applied.
fn project(conn: &mut PgConnection, program: &Program) {
    let first = "CREATE TABLE notes (id BIGINT CONSTRAINT notes_pkey PRIMARY KEY, body TEXT);
        CREATE TABLE tags (name TEXT CONSTRAINT tags_pkey PRIMARY KEY);
        INSERT INTO notes SELECT n, 'note ' || n FROM generate_series(1, 50) n;";
    conn.batch_execute(first).unwrap();
    let history = "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (
            version VARCHAR(50) PRIMARY KEY, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
        INSERT INTO __diesel_schema_migrations (version) VALUES ('1')";
    conn.batch_execute(history).unwrap();
    write(program, "1_notes", first, "DROP TABLE notes, tags;");
}

fn write(program: &Program, name: &str, up: &str, down: &str) {
    let folder = program.folder().join("migrations").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("up.sql"), up).unwrap();
    std::fs::write(folder.join("down.sql"), down).unwrap();
}

fn plan(program: &Program, arguments: &[&str]) -> Run {
    program.run(&[&["migrate", "plan", "--migrations", "migrations"], arguments].concat())
}

fn pair() -> (TestDb, Program) {
    let db = TestDb::empty();
    let program = Program::on(&db);
    project(&mut db.conn(), &program);
    (db, program)
}

fn unsafe_project() -> (TestDb, Program) {
    let (db, program) = pair();
    let up = format!(
        "{TIMEOUTS}\nALTER TABLE notes ADD COLUMN tag TEXT REFERENCES tags;\n\
         ALTER TABLE notes ALTER COLUMN id TYPE NUMERIC;\nUPDATE notes SET tag = NULL WHERE id > 40;\n"
    );
    write(&program, "2_tag_notes", &up, "ALTER TABLE notes DROP COLUMN tag;");
    write(
        &program,
        "3_index_notes",
        "CREATE INDEX CONCURRENTLY notes_tag_idx ON notes (tag);",
        "DROP INDEX notes_tag_idx;",
    );
    std::fs::write(
        program.folder().join("migrations/3_index_notes/metadata.toml"),
        "run_in_transaction = false",
    )
    .unwrap();
    (db, program)
}

#[test]
fn tells_what_would_run_and_what_is_unsafe_in_it() {
    let (_db, program) = unsafe_project();
    let runs = [
        &[][..],
        &["--format", "csv"],
        &["--format", "json"],
        &["--all", "--quiet", "--exclude", "missing-comment"],
    ];
    let runs = runs.map(|arguments| plan(&program, arguments));
    assert!(runs.iter().all(|run| run.code == 3), "{runs:?}");
    program.assert("plan", &runs);
}

#[test]
fn warnings_alone_are_no_failure_and_a_configuration_is_read() {
    let (_db, program) = pair();
    write(
        &program,
        "2_tag",
        &format!("{TIMEOUTS}ALTER TABLE notes ADD COLUMN tag TEXT;"),
        "ALTER TABLE notes DROP COLUMN tag;",
    );
    let warned = plan(&program, &[]);
    assert!(warned.stdout.contains("warning: missing-comment"), "{warned}");
    assert_eq!(warned.code, 0);
    program.write(".squawk.toml", "[ledgerstore]\nexcluded_rules = [\"missing-comment\"]");
    let silent = plan(&program, &[]);
    assert_eq!((silent.code, silent.stderr.as_str()), (0, "1 pending; errors: 0, warnings: 0\n"));
    let usage = [plan(&program, &["--exclude", "none"]), plan(&program, &["--all", "--trace"])];
    assert!(usage.iter().all(|run| run.code == 2), "{usage:?}");
    program.write(".squawk.toml", "excluded_rules = [\"missing-comments\"]");
    program.assert("plan_refused", &[&usage[..], &[plan(&program, &[])]].concat());
}

#[test]
fn the_programs_own_migrations_need_no_database_to_be_planned() {
    let program = Program::with_url("postgres://nobody@localhost:1/none");
    let all = program.ok(&["migrate", "plan", "--all"]);
    assert!(
        all.stdout.contains("create table accounts") && all.stderr.ends_with("errors: 0, warnings: 0\n"),
        "{all}"
    );
    assert_eq!(program.run(&["migrate", "plan"]).code, 6);
    let migrated = TestDb::new();
    let none = Program::on(&migrated).ok(&["migrate", "plan"]);
    assert_eq!((none.stdout.as_str(), none.stderr.as_str()), ("", "nothing is pending\n"));
}

#[test]
fn a_trace_sees_what_migrations_do_and_leaves_nothing() {
    let (db, program) = unsafe_project();
    program.ok(&["db", "mark", "prod"]);
    let refused = plan(&program, &["--trace"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (4, ""));
    program.ok(&["db", "mark", "test"]);
    let runs =
        [&["--trace"][..], &["--trace", "--format", "json"]].map(|arguments| plan(&program, arguments));
    program.assert("plan_trace", &[&[refused][..], &runs].concat());
    let columns = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'notes'
        AND table_schema = current_schema()";
    let columns: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!("({columns})")))
        .get_result(&mut db.conn())
        .unwrap();
    assert_eq!(columns, 2);
}

#[test]
fn a_trace_tells_where_a_migration_fails() {
    let (_db, program) = pair();
    program.ok(&["db", "mark", "test"]);
    let with = |sql: &str| {
        write(&program, "2_broken", &format!("{TIMEOUTS}{sql}"), "SELECT 1;");
        plan(&program, &["--trace", "--quiet", "--exclude", "constraint-missing-not-valid"])
    };
    let runs = [
        with("-- Größe\nSELECT 'ö', nothing\nFROM notes;"),
        with("ALTER TABLE notes ADD CONSTRAINT notes_few\n    CHECK (id < 50);"),
        with("INSERT INTO notes VALUES (1);"),
        with("SELECT 1; COMMIT; SELECT 2;"),
    ];
    assert!(runs.iter().all(|run| run.code == 1), "{runs:?}");
    program.assert("plan_trace_failed", &runs);
}

/// What a migration sets for its own transaction isn't set for the next one.
#[test]
fn a_trace_ends_settings_with_their_migration() {
    let (_db, program) = pair();
    program.ok(&["db", "mark", "test"]);
    write(
        &program,
        "2_set",
        &format!("{TIMEOUTS}SET LOCAL search_path = pg_catalog; SELECT 1;"),
        "SELECT 1;",
    );
    write(&program, "3_use", &format!("{TIMEOUTS}UPDATE notes SET body = '' WHERE id = 1;"), "SELECT 1;");
    let run = plan(&program, &["--trace"]);
    assert!(run.code == 0 && run.stdout.contains("rows of notes: 1 updated"), "{run}");
}

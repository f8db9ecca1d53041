//! Migrations without a transaction, interrupted and not.

use std::process::{Child, Stdio};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::project::Project;
use crate::cli::program::Run;
use crate::support::lines;

const INDEX: &str = "CREATE INDEX CONCURRENTLY parts_name_idx ON parts (name);";
const STATE: &str =
    "SELECT indisvalid::TEXT AS line FROM pg_index WHERE indexrelid = to_regclass('parts_name_idx')";

fn project() -> Project {
    let project = Project::new();
    project.add_alone("02_index", INDEX, "DROP INDEX CONCURRENTLY parts_name_idx;");
    project
}

/// Starts a migrator, and waits until it waits for a lock.
fn start(project: &Project, arguments: &[&str]) -> Child {
    let mut command = project.program.ready(&Project::arguments(arguments));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let conn = &mut project.db.conn();
    wait_for(
        conn,
        "SELECT pid::TEXT AS line FROM pg_stat_activity WHERE application_name = 'ledgerstore migrate'
                    AND datname = current_database() AND wait_event_type = 'Lock'",
    );
    child
}

/// Asks again and again, until there is an answer.
fn wait_for(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    loop {
        let found = lines(conn, sql);
        if !found.is_empty() {
            return found;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn goes_forth_and_back() {
    let project = project();
    assert_eq!(project.ok(&["up"]).stderr, "applied 02_index\n");
    let conn = &mut project.db.conn();
    assert_eq!(lines(conn, STATE), ["true"]);
    assert_eq!(lines(conn, "SELECT current_setting('lock_timeout') AS line"), ["0"]);
    let redo = project.fails(&["redo", "--yes"], 1);
    let down = project.ok(&["down", "--yes"]);
    project.program.assert("migrate_alone", &[redo, down]);
    assert_eq!(lines(conn, STATE), [""; 0]);
}

#[test]
fn a_failed_one_leaves_nothing() {
    let project = Project::new();
    project.add_alone(
        "02_index",
        "CREATE UNIQUE INDEX CONCURRENTLY parts_name_idx\n    ON parts (name);",
        "",
    );
    let (catalog, rows, _) = project.everything();
    let run = project.run(&["up"]);
    assert_eq!(run.code, 1);
    let after = project.everything();
    assert_eq!((after.0, after.1), (catalog, rows));
    project.program.assert("migrate_alone_failed", &[run]);
}

#[test]
fn a_killed_one_is_repaired() {
    let project = project();
    let writer = &mut project.db.conn();
    writer.batch_execute("BEGIN; UPDATE parts SET quantity = 0 WHERE id = 1").unwrap();
    let child = start(&project, &["up"]);
    let killed = lines(
        &mut project.db.conn(),
        "SELECT pg_terminate_backend(pid)::TEXT AS line FROM pg_stat_activity
         WHERE application_name = 'ledgerstore migrate' AND datname = current_database()",
    );
    assert_eq!(killed, ["true"]);
    let interrupted = Run::new(&Project::arguments(&["up"]), &child.wait_with_output().unwrap());
    assert_eq!(interrupted.code, 1);
    let conn = &mut project.db.conn();
    assert_eq!(lines(conn, STATE), ["false"], "it was interrupted too early, or too late");
    writer.batch_execute("COMMIT").unwrap();
    let repaired = project.ok(&["up"]);
    assert_eq!(lines(conn, STATE), ["true"]);
    project.program.assert("migrate_alone_killed", &[interrupted, repaired]);
    assert_eq!(project.ok(&["up"]).stderr, "nothing to do\n");
}

#[test]
fn one_that_was_done_but_not_written_down_is_kept() {
    let project = project();
    project.ok(&["up"]);
    let conn = &mut project.db.conn();
    let unwritten = "DELETE FROM __diesel_schema_migrations WHERE version = '02';
                     UPDATE __ledgerstore_migrations SET run_on = NULL WHERE version = '02'";
    conn.batch_execute(unwritten).unwrap();
    let oid = "SELECT 'parts_name_idx'::REGCLASS::OID::TEXT AS line";
    let before = lines(conn, oid);
    let finished = project.ok(&["up"]);
    assert_eq!(lines(conn, oid), before);

    conn.batch_execute("DROP INDEX parts_name_idx").unwrap();
    let dropped = project.ok(&["down", "--yes"]);
    project.program.assert("migrate_alone_finished", &[finished, dropped]);
}

#[test]
fn somebody_elses_index_is_left_alone() {
    let project = project();
    project.db.conn().batch_execute("CREATE INDEX parts_name_idx ON parts (quantity)").unwrap();
    let run = project.run(&["up"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(r#"relation "parts_name_idx" already exists"#), "{run}");
    assert_eq!(project.run(&["up"]).code, 1, "having failed once isn't having built it");
    assert_eq!(lines(&mut project.db.conn(), STATE), ["true"]);
}

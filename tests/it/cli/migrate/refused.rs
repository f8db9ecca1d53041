//! What is told before anything runs.

use diesel::connection::SimpleConnection;

use super::project::Project;

#[test]
fn an_edited_one() {
    let project = Project::new();
    project.add("02_more", "ALTER TABLE parts ADD COLUMN made_of TEXT;", "");
    project.add("01_make_parts", "CREATE TABLE parts (id BIGINT PRIMARY KEY);", "DROP TABLE parts;");
    let refused = project.fails(&["up"], 4);
    let check = project.run(&["status", "--check"]);
    assert_eq!(check.code, 3);
    let accepted = project.ok(&["mark", "make_parts"]);
    let runs = [refused, check, accepted, project.ok(&["up"])];
    project.program.assert("migrate_edited", &runs);
}

#[test]
fn a_missing_one() {
    let project = Project::new();
    project.add(
        "02_more",
        "ALTER TABLE parts ADD COLUMN made_of TEXT;",
        "ALTER TABLE parts DROP COLUMN made_of;",
    );
    project.ok(&["up"]);
    project.remove("02_more");
    project.add("03_most", "ALTER TABLE parts ADD COLUMN colour TEXT;", "");
    let refused =
        [&["up"][..], &["down", "--yes"], &["redo", "--yes"]].map(|arguments| project.fails(arguments, 4));
    let check = project.run(&["status", "--check"]);
    assert_eq!(check.code, 3);
    let forgotten = project.ok(&["mark", "--unapplied", "02"]);
    let runs = [&refused[..], &[check, forgotten, project.ok(&["up"])]].concat();
    project.program.assert("migrate_missing", &runs);
}

#[test]
fn one_that_is_out_of_order() {
    let project = Project::new();
    project.add("03_newer", "ALTER TABLE parts ADD COLUMN colour TEXT;", "");
    project.ok(&["up"]);
    project.add("02_older", "ALTER TABLE parts ADD COLUMN made_of TEXT;", "");
    let refused = project.fails(&["up"], 4);
    let check = project.run(&["status", "--check"]);
    assert_eq!(check.code, 3);
    let runs = [refused, check, project.ok(&["up", "--out-of-order"])];
    project.program.assert("migrate_out_of_order", &runs);
}

#[test]
fn what_could_be_done_by_half_or_not_at_all() {
    let project = Project::new();
    let mut runs = Vec::new();
    for up in ["", "-- Your SQL goes here\n", "SET LOCAL lock_timeout = '5s';"] {
        project.add("03_odd", up, "");
        runs.push(project.fails(&["up"], 1));
    }
    project.add("03_odd", "CREATE TABLE a ();\n\nCOMMIT;\nCREATE TABLE b ();", "");
    // The first pending one would be fine: it doesn't run either.
    project.add("02_fine", "CREATE TABLE fine ();", "DROP TABLE fine;");
    runs.push(project.fails(&["up"], 1));
    project.add_alone("03_odd", "CREATE INDEX CONCURRENTLY a ON parts (name); SELECT 1;", "");
    runs.push(project.fails(&["up"], 1));
    project.add_alone("03_odd", "CREATE INDEX CONCURRENTLY ON parts (name);", "");
    runs.push(project.fails(&["up"], 1));
    project.program.assert("migrate_odd", &runs);
}

#[test]
fn reverting_without_a_down_sql() {
    let project = Project::new();
    project.add("02_for_good", "CREATE TABLE a ();", "-- This file should undo anything in `up.sql`\n");
    project.add("03_fine", "CREATE TABLE b ();", "DROP TABLE b;");
    project.ok(&["up"]);
    let mut runs = vec![project.fails(&["down", "2", "--yes"], 1)];
    std::fs::remove_file(project.program.folder().join("migrations/02_for_good/down.sql")).unwrap();
    runs.push(project.fails(&["down", "--all", "--yes"], 1));
    runs.push(project.fails(&["redo", "2", "--yes"], 1));
    project.program.assert("migrate_no_down", &runs);
    assert_eq!(project.ok(&["down", "--to", "for_good", "--yes"]).stderr, "reverted 03_fine\n");
}

#[test]
fn waiting_too_long_for_another_migrator() {
    let project = Project::new();
    project.add("02_more", "CREATE TABLE a ();", "");
    let holder = &mut project.db.conn();
    holder
        .batch_execute("SET application_name = 'another'; SELECT pg_advisory_lock(119182731994482)")
        .unwrap();
    let run = project.fails(&["up", "--wait", "300ms"], 1);
    project.program.assert("migrate_busy", &[run]);
    holder.batch_execute("SELECT pg_advisory_unlock_all()").unwrap();
    project.ok(&["up"]);
}

#[test]
fn a_dry_run_changes_nothing() {
    let project = Project::untouched();
    project.add("02_more", "CREATE TABLE a ();", "");
    project.add("03_most", "CREATE TABLE b ();", "");
    let runs = [&["up", "--dry-run"][..], &["up", "--dry-run", "--to", "more"], &["up", "2", "--dry-run"]]
        .map(|arguments| project.ok(arguments));
    assert_eq!(project.ok(&["status"]).stdout.matches("pending").count(), 3);
    project.program.assert("migrate_dry_run", &runs);
    assert_eq!(project.ok(&["up", "--to", "02"]).stderr, "applied 01_make_parts\napplied 02_more\n");
}

use std::process::{Command, Stdio};
use std::time::Duration;

use diesel::prelude::*;

use super::program::{Program, Run};
use super::world::world;
use crate::support::{TestDb, lines, rows};

const TINY: [&str; 3] = ["seed", "--scale", "0.01"];

#[test]
fn makes_the_same_world_once() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let first = program.ok(&TINY);
    let users = program.ok(&["--format", "csv", "inspect", "users"]).stdout;
    let again = program.ok(&TINY);
    assert_eq!(again.stdout, "");
    let for_programs = program.ok(&["--format", "json", "seed", "--scale", "0.01"]);
    assert_eq!(program.ok(&["--format", "csv", "inspect", "users"]).stdout, users);
    assert!(users.lines().count() > 10, "{users}");
    let other = program.run(&["seed", "--scale", "0.01", "--seed", "2"]);
    assert_eq!(other.code, 4, "{other}");
    program.assert("seed", &[first, again, for_programs, other]);
    program.ok(&["audit"]);
}

#[test]
fn a_reset_is_asked_for_and_confirmed() {
    let db = world();
    let program = Program::on(&db);
    let before = rows(&mut db.conn());
    let refused = program.run(&TINY);
    let unconfirmed = program.run(&["seed", "--scale", "0.01", "--reset"]);
    assert_eq!([refused.code, unconfirmed.code], [4, 4], "{refused}{unconfirmed}");
    assert_eq!(rows(&mut db.conn()), before);
    let reset = program.ok(&["seed", "--scale", "0.01", "--reset", "--yes", "--jobs", "1"]);
    program.assert("seed_reset", &[refused, unconfirmed, reset]);
    program.ok(&["audit"]);
}

#[test]
fn only_databases_for_development_and_tests_are_seeded() {
    let db = TestDb::new();
    let program = Program::on(&db);
    program.ok(&["db", "mark", "prod"]);
    let before = rows(&mut db.conn());
    let on_prod = program.run(&TINY);
    let reset = program.run(&["seed", "--reset", "--yes"]);
    assert_eq!([on_prod.code, reset.code], [4, 4]);
    program.assert("seed_refused", &[on_prod, reset]);
    assert_eq!(rows(&mut db.conn()), before);
    program.ok(&["db", "mark", "dev"]);
    program.ok(&TINY);
}

#[test]
fn wrong_sizes_are_wrong_usage() {
    let program = Program::with_url("postgres://nobody@127.0.0.1:1/nothing");
    let wrong = [
        ["--scale", "0"],
        ["--scale", "-1"],
        ["--scale", "1e9"],
        ["--scale", "nan"],
        ["--scale", "0.001"],
        ["--jobs", "0"],
        ["--seed", "x"],
    ];
    let runs = wrong.map(|[option, value]| program.run(&["seed", option, value]));
    assert!(runs.iter().all(|run| run.code == 2));
    program.assert("seed_wrong_usage", &runs);
}

/// Waits until another session has got as far as writing rows in its transaction.
fn wait_until_writing(conn: &mut PgConnection) {
    let writing = "SELECT query AS line FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ILIKE 'COPY%transfers%'";
    for _ in 0..1_000 {
        if !lines(conn, writing).is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it never began to write");
}

#[test]
fn an_interrupt_leaves_nothing_behind() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let conn = &mut db.conn();
    let before = rows(conn);
    for signal in ["INT", "TERM"] {
        // Large enough not to be over before it is interrupted.
        let arguments = ["seed", "--scale", "2", "--jobs", "2"];
        let mut command = program.ready(&arguments);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        wait_until_writing(conn);
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let run = Run::new(&arguments, &child.wait_with_output().unwrap());
        assert_eq!((run.code, run.stdout.as_str()), (130, ""), "{run}");
        assert!(run.stderr.contains("everything was rolled back"), "{run}");
        assert_eq!(rows(conn), before);
    }
    program.ok(&TINY);
}

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::Fixture;
use crate::cli::program::Program;
use crate::support::{TestDb, lines};

const BUSY: &str = "SELECT pid::TEXT AS line FROM pg_stat_activity
    WHERE datname = current_database() AND application_name IN ('pg_dump', 'pg_restore') AND wait_event_type = 'Lock'";

/// Sends the program alone a signal once its child waits for a lock, and has it come to an end.
fn interrupted(child: Child, db: &TestDb, signal: Signal) -> (Option<i32>, String) {
    let conn = &mut db.conn();
    while lines(conn, BUSY).is_empty() {
        sleep(Duration::from_millis(20));
    }
    kill(Pid::from_raw(child.id().try_into().unwrap()), signal).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn start(program: &Program, arguments: &[&str]) -> Child {
    program.ready(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn an_interrupted_backup_leaves_no_file_and_no_program() {
    let db = TestDb::new();
    let program = Program::on(&db);
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let mut locker = db.conn();
        locker.batch_execute("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE").unwrap();
        let (code, told) = interrupted(start(&program, &["db", "backup", "shop.dump"]), &db, signal);
        assert_eq!((code, told.as_str()), (Some(1), "error: interrupted: nothing is left of it\n"));
        assert_eq!(program.folder().read_dir().unwrap().count(), 0);
        gone(&db);
    }
}

#[test]
fn an_interrupted_restore_leaves_the_database_empty() {
    let fixture = Fixture::new();
    // Whoever makes a table of the same name first is waited for.
    let mut locker = fixture.target.conn();
    locker.batch_execute("BEGIN; CREATE TABLE users ()").unwrap();
    let program = fixture.program();
    let child = start(&program, &["db", "restore", fixture.file().to_str().unwrap()]);
    let (code, told) = interrupted(child, &fixture.target, Signal::SIGTERM);
    assert_eq!((code, told.as_str()), (Some(1), "error: interrupted: nothing is left of it\n"));
    locker.batch_execute("ROLLBACK").unwrap();
    gone(&fixture.target);
    fixture.assert_empty();
}

/// The server notices on its own time that its client has gone.
fn gone(db: &TestDb) {
    let left = "SELECT 'left' AS line FROM pg_stat_activity
        WHERE datname = current_database() AND application_name IN ('pg_dump', 'pg_restore')";
    while !lines(&mut db.conn(), left).is_empty() {
        sleep(Duration::from_millis(20));
    }
}

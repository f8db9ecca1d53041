use std::io::Write;
use std::process::Stdio;

use super::program::{Program, Run};
use crate::support::TestDb;

/// Adds a user, her password on standard input.
fn add_user(program: &Program, verbose: &[&str]) -> Run {
    let words = "user add anna --email anna@example.com --full-name Anna_Berg --password-stdin";
    let arguments: Vec<_> = verbose.iter().copied().chain(words.split(' ')).collect();
    let mut child = program
        .ready(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"correct horse battery\n").unwrap();
    Run::new(&arguments, &child.wait_with_output().unwrap())
}

#[test]
fn each_statement_is_shown_with_its_time_and_without_its_values() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let run = add_user(&program, &["--verbose"]);
    assert_eq!(run.code, 0, "{run}");
    let statements: Vec<_> = run.stderr.lines().filter(|line| line.contains(" ms  ")).collect();
    assert!(statements.iter().any(|line| line.contains(r#"INSERT INTO "users""#)), "{run}");
    for line in statements {
        let (time, _) = line.split_once(" ms  ").unwrap();
        assert!(time.trim().parse::<f64>().is_ok(), "{line}");
    }
    for secret in ["correct horse", "$2b$", "anna@example.com", "Anna_Berg", "binds"] {
        assert!(!run.stderr.contains(secret), "{secret}: {run}");
    }
}

#[test]
fn what_fails_is_shown_as_failed() {
    let db = TestDb::new();
    let program = Program::on(&db);
    add_user(&program, &[]);
    let run = add_user(&program, &["-v"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains(r#" ms  failed: INSERT INTO "users""#), "{run}");
}

#[test]
fn a_password_in_the_url_stays_out_of_it() {
    let program = Program::with_url("postgres://anna:hunter2@127.0.0.1:1/d");
    let run = program.run(&["-v", "db", "mark"]);
    assert_eq!(run.code, 6, "{run}");
    assert!(run.stderr.contains("failed: connect"), "{run}");
    assert!(!run.to_string().contains("hunter2"), "{run}");
}

#[test]
fn nothing_of_it_reaches_the_data() {
    let db = TestDb::new();
    let program = Program::on(&db);
    assert_eq!(program.ok(&["-v", "db", "mark"]).stdout, program.ok(&["db", "mark"]).stdout);
    assert_eq!(program.run(&["-v", "-q", "db", "mark"]).code, 2);
}

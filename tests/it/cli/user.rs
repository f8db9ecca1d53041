use std::io::Write;
use std::process::Stdio;

use ledgerstore::auth::verify_password;
use ledgerstore::models::{Session, User};

use super::program::{Program, Run};
use super::world::world;
use crate::support::TestDb;

const ADD: [&str; 9] =
    ["user", "add", "dora", "--email", "dora@example.com", "--full-name", "Dora Falk", "--cost", "4"];

/// Runs the program with something on its standard input.
fn run_with(program: &Program, arguments: &[&str], input: &str) -> Run {
    let mut command = program.ready(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Run::new(arguments, &child.wait_with_output().unwrap())
}

fn from_stdin<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &["--password-stdin"]].concat()
}

fn has_password(db: &TestDb, name: &str, password: &str) -> bool {
    let user = User::find_by_username(&mut db.conn(), name).unwrap().unwrap();
    verify_password(password, &user.hashed_password).unwrap()
}

#[test]
fn a_password_comes_from_standard_input() {
    let db = world();
    let program = Program::on(&db);
    let added = run_with(&program, &from_stdin(&ADD), "first secret\n");
    assert!(has_password(&db, "dora", "first secret"));
    let changed = run_with(
        &program,
        &from_stdin(&["user", "passwd", "dora@example.com", "--cost", "4"]),
        "second secret",
    );
    assert!(has_password(&db, "dora", "second secret"));
    let again = run_with(&program, &from_stdin(&ADD), "third secret\n");
    assert!(has_password(&db, "dora", "second secret"));
    assert_eq!([added.code, changed.code, again.code], [0, 0, 1]);
    for run in [&added, &changed, &again] {
        assert!(!run.to_string().contains("secret") && !run.to_string().contains("$2b$"), "{run}");
    }
    program.assert("user_password", &[added, changed, again]);
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let db = world();
    let program = Program::on(&db);
    let runs = [
        program.run(&ADD),
        program.run(&["user", "passwd", "anna"]),
        run_with(&program, &from_stdin(&ADD), ""),
        run_with(&program, &from_stdin(&ADD), "two\nlines\n"),
        run_with(&program, &from_stdin(&ADD), &"x".repeat(73)),
        program.run(&[&ADD[..], &["--password", "secret"]].concat()),
    ];
    assert_eq!(runs.each_ref().map(|run| run.code), [2, 2, 1, 2, 1, 2]);
    program.assert("user_no_password", &runs);
    assert_eq!(User::find_by_username(&mut db.conn(), "dora").unwrap(), None);
}

#[test]
fn a_new_password_ends_the_sessions() {
    let db = world();
    let program = Program::on(&db);
    assert_eq!(Session::list(&mut db.conn(), None, None, 10).unwrap().len(), 1);
    let run = run_with(&program, &from_stdin(&["user", "passwd", "anna", "--cost", "4"]), "secret");
    assert_eq!(run.code, 0, "{run}");
    assert!(Session::list(&mut db.conn(), None, None, 10).unwrap().is_empty());
}

#[test]
fn users_are_listed_deleted_and_restored() {
    let db = world();
    let program = Program::on(&db);
    let runs: Vec<_> = [
        &["user", "list"][..],
        &["user", "list", "--deleted"],
        &["user", "list", "--limit", "1"],
        &["user", "delete", "anna"],
        &["user", "delete", "anna", "--yes"],
        &["user", "delete", "anna", "--yes"],
        &["user", "delete", "house", "--yes"],
        &["user", "delete", "nobody", "--yes"],
        &["user", "restore", "anna"],
        &["user", "restore", "anna"],
    ]
    .iter()
    .map(|arguments| program.run(arguments))
    .collect();
    let codes: Vec<_> = runs.iter().map(|run| run.code).collect();
    assert_eq!(codes, [0, 0, 0, 4, 0, 1, 4, 1, 0, 1]);
    program.assert("user_life", &runs);
}

/// On a terminal the password is asked for twice, and the terminal doesn't show it.
#[test]
fn a_terminal_does_not_show_what_is_typed() {
    let db = world();
    let program = Program::on(&db);
    let output = match typed(&program, "topsecret\ntopsecret\n") {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        output => output.unwrap(),
    };
    assert!(output.contains("New password: ") && output.contains("The same again: "), "{output}");
    assert!(!output.contains("topsecret"), "{output}");
    assert!(has_password(&db, "dora", "topsecret"));
    let output = typed(&program, "one\nanother\n").unwrap();
    assert!(output.contains("the two aren't the same"), "{output}");
}

/// What a terminal shows while a user is added; an error where util-linux's `script`, which makes one, is missing.
fn typed(program: &Program, keys: &str) -> std::io::Result<String> {
    let call =
        format!("{} user add dora --email dora@example.com --full-name Dora --cost 4", Program::path());
    let mut command = program.command("script");
    command.args(["--quiet", "--return", "--echo", "never", "--command", &call, "/dev/null"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    child.stdin.take().unwrap().write_all(keys.as_bytes())?;
    let output = child.wait_with_output()?;
    Ok(String::from_utf8(output.stdout).unwrap())
}

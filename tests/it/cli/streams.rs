use std::fs::File;
use std::process::Stdio;

use super::program::{Program, Run};
use super::world::world;

/// Everything that prints, in each way it prints.
const PRINTING: [&[&str]; 13] = [
    &["--help"],
    &["inspect", "users"],
    &["inspect", "user", "anna"],
    &["--format", "csv", "inspect", "transfers"],
    &["--format", "json", "inspect", "transfers"],
    &["audit"],
    &["migrate", "status"],
    &["schema", "diagram"],
    &["schema", "dump"],
    &["--format", "json", "schema", "drift"],
    &["schema", "diagram", "--format", "svg"],
    &["inspect", "report", "--out", "-"],
    &["completions", "bash"],
];

/// The writing end of a pipe that nobody reads.
fn closed_pipe() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let db = world();
    let program = Program::on(&db);
    for arguments in PRINTING {
        let output = program.ready(arguments).stdout(closed_pipe()).stderr(Stdio::piped()).output().unwrap();
        let run = Run::new(arguments, &output);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let db = world();
    let program = Program::on(&db);
    for arguments in PRINTING {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = program.ready(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let run = Run::new(arguments, &output);
        let told = run.stderr.starts_with("error: can't write to standard output: No space left on device");
        assert!(run.code == 1 && told, "{run}");
    }
}

#[test]
fn a_closed_standard_error_changes_no_exit_code() {
    let db = world();
    let program = Program::on(&db);
    for (arguments, code) in [
        (&["inspect", "users", "--limit", "1"][..], 0),
        (&["inspect", "user", "nobody"], 1),
        (&["inspect", "users", "--limit", "0"], 2),
        (&["migrate", "down"], 4),
    ] {
        let mut command = program.ready(arguments);
        let output = command.stdout(Stdio::piped()).stderr(closed_pipe()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn into_a_pipe_rows_go_whole_and_without_colours() {
    let db = world();
    let program = Program::on(&db).with("COLUMNS", "20").with("CLICOLOR_FORCE", "0");
    let run = program.ok(&["inspect", "tables"]);
    assert!(run.stdout.lines().count() > 8 && !run.stdout.contains("\n "), "{run}");
    assert!(run.stdout.lines().any(|line| line.len() > 100), "{run}");
    assert!(!run.stdout.contains('\u{1b}'), "{run}");
}

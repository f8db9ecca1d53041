//! On a terminal: as wide as it is, and in colours where they are wanted.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use nix::pty::{Winsize, openpty};

use super::super::program::{Program, Run};
use super::super::world::world;

/// Runs with standard output on a terminal with so many columns.
fn on_terminal(program: &Program, columns: u16, arguments: &[&str]) -> Run {
    let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    let terminal = openpty(Some(&size), None).unwrap();
    let mut command = program.ready(arguments);
    let child = command.stdout(terminal.slave).stderr(Stdio::piped()).spawn().unwrap();
    // The command holds the terminal's other end open as long as it lives.
    drop(command);
    let (mut master, mut printed, mut part) = (File::from(terminal.master), Vec::new(), [0; 4096]);
    // Linux reports the end as an error.
    while let Ok(length @ 1..) = master.read(&mut part) {
        printed.extend(&part[..length]);
    }
    let mut output = child.wait_with_output().unwrap();
    output.stdout = String::from_utf8(printed).unwrap().replace("\r\n", "\n").into_bytes();
    Run::new(arguments, &output)
}

const EVERYTHING: [&[&str]; 14] = [
    &["users", "--search", "example.com"],
    &["user", "anna"],
    &["accounts"],
    &["account", "anna/EUR"],
    &["transfers"],
    &["transfer", "4"],
    &["transfer", "6"],
    &["entries", "--limit", "3"],
    &["products"],
    &["product", "MUG"],
    &["orders"],
    &["order", "3"],
    &["sessions"],
    &["tables"],
];

fn assert_fits(name: &str, columns: u16) {
    let db = world();
    let program = Program::on(&db);
    let look = |arguments: &&[&str]| on_terminal(&program, columns, &[&["inspect"], *arguments].concat());
    let runs: Vec<_> = EVERYTHING.iter().map(look).collect();
    for run in &runs {
        assert_eq!(run.code, 0, "{run}");
        let widest = run.stdout.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest > 20 && widest <= columns.into(), "{run}");
        // No TERM: it may know no colours.
        assert!(!run.stdout.contains('\u{1b}'), "{run}");
    }
    program.assert(name, &runs);
}

#[test]
fn fits_80_columns() {
    assert_fits("inspect_on_80_columns", 80);
}

#[test]
fn fits_60_columns() {
    assert_fits("inspect_on_60_columns", 60);
}

#[test]
fn has_colours_unless_they_are_not_wanted() {
    let db = world();
    let coloured = |variables: &[(&str, &str)]| {
        let program =
            variables.iter().fold(Program::on(&db), |program, (name, value)| program.with(name, value));
        let run = on_terminal(&program, 80, &["inspect", "account", "anna/EUR"]);
        assert!(run.stdout.contains('▁'), "{run}");
        run.stdout.contains('\u{1b}')
    };
    assert!(coloured(&[("TERM", "xterm")]));
    assert!(coloured(&[("TERM", "xterm"), ("NO_COLOR", "")]));
    assert!(!coloured(&[("TERM", "xterm"), ("NO_COLOR", "1")]));
    assert!(!coloured(&[("TERM", "dumb")]));
    assert!(!coloured(&[]));
}

#[test]
fn a_pipe_gets_neither_colours_nor_bars() {
    let db = world();
    let program = Program::on(&db).with("TERM", "xterm").with("CLICOLOR_FORCE", "1").with("COLUMNS", "20");
    for arguments in EVERYTHING {
        let run = program.ok(&[&["inspect"], arguments].concat());
        assert!(!run.stdout.contains(['\u{1b}', '▁', '█']), "{run}");
    }
}

#[test]
fn tells_times_by_the_clock_that_is_asked_for() {
    let db = world();
    let ends = |zone: &str, arguments: &[&str], end: &str| {
        let program = Program::on(&db).with("TZ", zone);
        let run = program.ok(&[&["inspect", "orders", "--limit", "1"], arguments].concat());
        assert!(run.stdout.trim_end().ends_with(end), "{run}");
    };
    ends("UTC", &[], "Z");
    ends("Asia/Tokyo", &[], "+09");
    ends("<+0530>-5:30", &[], "+05:30");
    ends("Asia/Tokyo", &["--utc"], "Z");
    ends("Asia/Tokyo", &["--format", "csv"], "Z");
}

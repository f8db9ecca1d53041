//! Every example that the help and the README give is typed into a shell, on a seeded database.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use super::help::{every_command, help};
use super::program::{Program, Run};
use crate::support::TestDb;

/// Exits that an example is about: `migrate status --check` tells by 3 that there is something to do.
const OTHER_EXITS: &[(&str, i32)] = &[];

#[test]
fn examples_of_the_help_do_what_they_say() {
    let program = Program::new();
    let helps = every_command(&program).into_iter().map(|command| help(&program, &command, "--help").stdout);
    let examples: Vec<_> = helps.flat_map(|help| examples(&help)).collect();
    assert!(examples.len() > 60, "{examples:?}");
    assert_all_run(&examples);
}

#[test]
fn commands_of_the_readme_do_what_they_say() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let commands: Vec<_> = console_lines(&readme).filter(|line| line.contains("ledgerstore ")).collect();
    assert!(commands.len() > 10, "{commands:?}");
    assert_all_run(&commands);
}

/// All that fail are told at once.
fn assert_all_run(examples: &[String]) {
    let failed: Vec<_> = examples.iter().filter_map(|example| run(example)).collect();
    assert!(failed.is_empty(), "{} of {} failed:\n{}", failed.len(), examples.len(), failed.join("\n"));
}

/// The lines under "Examples:", without what some say behind them.
fn examples(help: &str) -> Vec<String> {
    let after = help.split_once("\nExamples:\n").or_else(|| help.split_once("\nExample:\n"));
    let (_, listed) = after.unwrap_or_else(|| panic!("no examples: {help}"));
    let lines = listed.lines().take_while(|line| !line.is_empty()).map(str::trim_start);
    lines.map(|line| line.split_once("  ").map_or(line, |(command, _)| command).to_owned()).collect()
}

/// What is typed behind `$ ` in the console blocks; `cargo run --` stands for the program.
fn console_lines(markdown: &str) -> impl Iterator<Item = String> {
    let blocks = markdown.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).filter_map(|line| line.strip_prefix("$ "));
    lines.map(|line| {
        line.replace("cargo run -- ", "ledgerstore ").replace("cargo run admin ", "ledgerstore admin ")
    })
}

/// Types it into a shell, in an empty folder, with a database of its own.
fn run(example: &str) -> Option<String> {
    let db = TestDb::seeded();
    let program = Program::on(&db);
    let programs = program.folder().join("bin");
    std::fs::create_dir(&programs).unwrap();
    symlink(Program::path(), programs.join("ledgerstore")).unwrap();
    // They may not be on every machine, and what they do isn't the point; what they are given is read to its end.
    for other in ["jq", "diesel", "man", "xdg-open"] {
        stand_in(&programs.join(other));
    }
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut shell: Command = program.command("bash");
    shell.args(["-o", "pipefail", "-c", example]).env("PATH", path);
    let run = Run::new(&[example], &shell.output().unwrap());
    let expected = OTHER_EXITS.iter().find(|(other, _)| *other == example).map_or(0, |(_, code)| *code);
    (run.code != expected).then(|| run.to_string())
}

fn stand_in(file: &Path) {
    std::fs::write(file, "#!/bin/sh\ncat > /dev/null\n").unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

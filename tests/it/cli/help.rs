use super::program::{Program, Run, snapshot};

/// The names under "Commands:" in a help text.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = listed.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Every command there is, each as its words, the program itself first.
pub fn every_command(program: &Program) -> Vec<Vec<String>> {
    let mut found = vec![vec![]];
    let mut next = 0;
    while let Some(path) = found.get(next).cloned() {
        let help = help(program, &path, "--help").stdout;
        let below = commands(&help).into_iter().filter(|name| name != "help");
        found.extend(below.map(|name| [path.clone(), vec![name]].concat()));
        next += 1;
    }
    found
}

pub fn help(program: &Program, path: &[String], option: &str) -> Run {
    let words: Vec<_> = path.iter().map(String::as_str).chain([option]).collect();
    program.ok(&words)
}

/// The options that every command has are compared once, at the top.
fn without_global_options(help: &str) -> String {
    let Some((before, rest)) = help.split_once("Global options:\n") else { return help.to_owned() };
    let after = rest.split_once("\n\nExamples:").map(|(_, after)| format!("\n\nExamples:{after}"));
    let after =
        after.or_else(|| rest.split_once("\n\nExample:").map(|(_, after)| format!("\n\nExample:{after}")));
    format!("{before}[global options]{}", after.unwrap_or_default())
}

#[test]
pub fn every_command_is_explained() {
    let program = Program::new();
    let found = every_command(&program);
    assert!(found.len() > 30, "{found:?}");
    for path in &found {
        let run = help(&program, path, "--help");
        assert_eq!(run.stderr, "");
        let name = [&["help".to_owned()], &path[..]].concat().join("_");
        let text = if path.is_empty() { run.stdout } else { without_global_options(&run.stdout) };
        snapshot(&name, &text);
    }
}

#[test]
pub fn every_command_has_an_example_of_itself() {
    let program = Program::new();
    for path in every_command(&program) {
        let call = [vec!["ledgerstore".to_owned()], path.clone()].concat().join(" ");
        for option in ["-h", "--help"] {
            let text = help(&program, &path, option).stdout;
            let (_, examples) = text.split_once("\nExample").unwrap_or_else(|| panic!("{call}: no example"));
            assert!(examples.replace("--format json ", "").contains(&call), "{call}: {examples}");
        }
    }
}

#[test]
fn the_short_help_is_short() {
    snapshot("help_short", &Program::new().ok(&["-h"]).stdout);
}

#[test]
fn help_needs_no_database_and_shows_no_password() {
    let program = Program::with_url("postgres://anna:hunter2@127.0.0.1:1/d");
    for arguments in [["--help"], ["-h"], ["--version"]] {
        let run = program.ok(&arguments);
        assert!(!run.to_string().contains("hunter2"), "{run}");
    }
}

use super::program::Program;
use super::world::world;

#[test]
fn admin_before_a_command_changes_nothing() {
    let db = world();
    let program = Program::on(&db);
    let plain = program.ok(&["--format", "csv", "inspect", "users"]);
    for arguments in [
        &["admin", "--format", "csv", "inspect", "users"][..],
        &["--format", "csv", "admin", "inspect", "users"],
        &["--format=csv", "admin", "inspect", "users"],
    ] {
        assert_eq!(program.ok(arguments).stdout, plain.stdout);
    }
    assert_eq!(program.ok(&["admin", "--help"]).stdout, program.ok(&["--help"]).stdout);
}

#[test]
fn wrong_usage_is_told_on_standard_error_with_exit_code_2() {
    let program = Program::new();
    let runs: Vec<_> = [
        &["inspct"][..],
        &["admin", "admin"],
        &["--format", "xml", "db", "status"],
        &["migrate", "up", "0"],
        &["migrate", "down", "-1"],
        &["migrate", "up", "many"],
        &["inspect", "users", "--limit", "0"],
        &["inspect", "users", "--limit", "-1"],
        &["inspect", "users", "--limit", "10001"],
        &["inspect", "users", "--after", "x"],
        &["inspect", "account", "3", "--after", "0"],
        &["inspect", "accounts", "--currency", "EURO"],
        &["inspect", "orders", "--status", "lost"],
        &["inspect", "transfer", "-3"],
        &["inspect", "user"],
        &["audit", "no-such-check"],
        &["seed", "--seed", "-1"],
        &["demo", "--format", "csv"],
        &["completions", "tcsh"],
    ]
    .iter()
    .map(|arguments| program.run(arguments))
    .collect();
    for run in &runs {
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    }
    program.assert("wrong_usage", &runs);
}

#[test]
fn a_command_alone_shows_its_help_as_an_error() {
    let program = Program::new();
    for arguments in [&[][..], &["admin"], &["migrate"], &["inspect"], &["db"]] {
        let run = program.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
        assert!(run.stderr.contains("Usage: ledgerstore"), "{run}");
    }
}

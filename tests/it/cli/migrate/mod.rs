mod alone;
mod broken;
mod files;
mod interrupted;
mod marks;
mod project;
mod refused;

use diesel::connection::SimpleConnection;
use ledgerstore::database::migrations;

use crate::cli::program::{Program, Run};
use crate::support::TestDb;

fn known() -> Vec<String> {
    let statuses = migrations::status(&mut TestDb::empty().conn()).unwrap();
    assert!(statuses.len() > 5);
    statuses.into_iter().map(|migration| migration.name).collect()
}

fn applied(db: &TestDb) -> usize {
    migrations::status(&mut db.conn()).unwrap().iter().filter(|migration| migration.applied).count()
}

#[test]
fn up_applies_all_once_and_down_reverts_them() {
    let (db, known) = (TestDb::empty(), known());
    let program = Program::on(&db);
    let all = program.ok(&["migrate", "up"]);
    let told: Vec<_> = all.stderr.lines().map(|line| line.strip_prefix("applied ").unwrap()).collect();
    assert_eq!((all.stdout.as_str(), told), ("", known.iter().map(String::as_str).collect()));
    assert_eq!(program.ok(&["migrate", "up"]).stderr, "nothing to do\n");
    assert_eq!(applied(&db), known.len());
    let down = program.ok(&["migrate", "down", "1000", "--yes"]);
    assert_eq!((down.stderr.lines().count(), applied(&db)), (known.len(), 0));
}

/// On the first few migrations, whose names don't change any more.
#[test]
fn goes_up_and_down_step_by_step() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    let runs = [
        &["version"][..],
        &["--format", "json", "version"],
        &["down", "--yes"],
        &["up", "3"],
        &["version"],
        &["--format", "json", "version"],
        &["redo", "--yes"],
        &["redo", "2", "--yes"],
        &["down", "--yes"],
        &["--quiet", "down", "--yes"],
        &["version"],
    ]
    .map(|arguments| program.ok(&[&["migrate"], arguments].concat()));
    program.assert("migrate_steps", &runs);
    assert_eq!(applied(&db), 1);
}

#[test]
fn status_lists_and_checks() {
    let (db, known) = (TestDb::empty(), known());
    let program = Program::on(&db);
    program.ok(&["migrate", "up", "2"]);
    let run = program.ok(&["migrate", "status"]);
    let lines: Vec<_> = run.stdout.lines().skip(1).collect();
    assert_eq!(lines.len(), known.len());
    for (index, line) in lines.iter().enumerate() {
        let state = if index < 2 { "applied" } else { "pending" };
        assert_eq!(line.split_whitespace().take(2).collect::<Vec<_>>(), [known[index].as_str(), state]);
    }
    assert!(run.stderr.contains("pending; apply them with `ledgerstore migrate up`"), "{run}");
    assert_eq!(program.run(&["migrate", "status", "--check"]).code, 3);
    program.ok(&["migrate", "up"]);
    assert_eq!(program.ok(&["migrate", "status", "--check"]).stderr, "");
}

#[test]
fn nothing_is_reverted_without_a_yes() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    program.ok(&["migrate", "up", "3"]);
    let runs = [&["down"][..], &["down", "2"], &["down", "99"], &["redo"]]
        .map(|arguments| program.run(&[&["migrate"], arguments].concat()));
    assert!(runs.iter().all(|run| run.code == 4 && run.stdout.is_empty()), "{runs:?}");
    program.assert("migrate_refused", &runs);
    assert_eq!(applied(&db), 3);
}

#[test]
fn of_two_at_once_one_migrates_and_the_other_waits() {
    let (db, known) = (TestDb::empty(), known());
    let program = Program::on(&db);
    let start = || {
        let mut command = program.ready(&["migrate", "up"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    let children = [start(), start()];
    let runs = children.map(|child| Run::new(&["migrate", "up"], &child.wait_with_output().unwrap()));
    let told: Vec<_> =
        runs.iter().flat_map(|run| run.stderr.lines()).filter(|l| l.starts_with("applied ")).collect();
    assert!(runs.iter().all(|run| run.code == 0), "{runs:?}");
    assert_eq!((told.len(), applied(&db)), (known.len(), known.len()), "{runs:?}");
}

#[test]
fn commands_ask_for_the_migrations_they_need() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    let on_empty = program.run(&["inspect", "users"]);
    program.ok(&["migrate", "up"]);
    let last = program.ok(&["migrate", "down", "--yes"]).stderr;
    let one_behind = program.run(&["audit"]);
    let name = last.trim().strip_prefix("reverted ").unwrap();
    assert!(one_behind.stderr.contains("lacks 1 of") && one_behind.stderr.contains(name), "{one_behind}");
    assert!(one_behind.stderr.contains("`ledgerstore migrate up`"), "{one_behind}");
    assert_eq!((on_empty.code, one_behind.code), (1, 1));
    program.assert("migrate_needed", &[on_empty]);
}

#[test]
fn a_database_ahead_of_the_program_is_left_alone() {
    let db = TestDb::new();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')";
    db.conn().batch_execute(newer).unwrap();
    let program = Program::on(&db);
    let runs = [&["inspect", "users"][..], &["migrate", "up"], &["migrate", "down", "--yes"]]
        .map(|arguments| program.run(arguments));
    assert!(runs.iter().all(|run| run.code == 1 && run.stdout.is_empty()), "{runs:?}");
    program.assert("migrate_newer", &runs);
    let check = program.run(&["migrate", "status", "--check"]);
    let last = check.stdout.lines().last().unwrap();
    assert!(last.starts_with("29991231000000") && last.contains("missing"), "{check}");
    assert_eq!(check.code, 3);
}

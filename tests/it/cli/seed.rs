use super::program::Program;
use super::world::world;
use crate::support::TestDb;

#[test]
fn makes_the_same_world_once() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let first = program.ok(&["seed"]);
    let users = program.ok(&["--format", "csv", "inspect", "users"]).stdout;
    let again = program.ok(&["seed"]);
    assert_eq!(again.stdout, "");
    let for_programs = program.ok(&["--format", "json", "seed"]);
    assert_eq!(program.ok(&["--format", "csv", "inspect", "users"]).stdout, users);
    assert!(users.lines().count() > 20, "{users}");
    program.assert("seed", &[first, again, for_programs]);
    program.ok(&["audit"]);
}

#[test]
fn leaves_other_data_alone() {
    let (db, seeded) = (world(), TestDb::new());
    let program = Program::on(&db);
    let run = program.run(&["seed"]);
    assert_eq!(run.code, 4, "{run}");
    program.assert("seed_refused", &[run]);

    let program = Program::on(&seeded);
    program.ok(&["seed", "--seed", "1"]);
    assert_eq!(program.run(&["seed", "--seed", "2"]).code, 4);
    program.ok(&["audit"]);
}

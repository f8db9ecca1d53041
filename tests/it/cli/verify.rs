use std::fs;
use std::path::Path;

use super::program::Program;
use crate::support::TestDb;

/// A project's folder of migrations, each with its name and its two files.
fn project(program: &Program, migrations: &[(&str, &str, &str)]) {
    for (name, up, down) in migrations {
        let folder = program.folder().join("migrations").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("up.sql"), up).unwrap();
        fs::write(folder.join("down.sql"), down).unwrap();
    }
}

const TIMEOUT: &str = "SET LOCAL lock_timeout = '5s';\n";

#[test]
fn our_own_migrations_are_proven_on_tables_that_hold_rows() {
    let db = TestDb::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (migrations, plants) = (root.join("migrations"), root.join("tests/plant"));
    let (migrations, plants) = (migrations.to_str().unwrap(), plants.to_str().unwrap());
    let program = Program::on(&db);
    let run =
        program.ok(&["--format", "json", "migrate", "verify", "--migrations", migrations, "--plant", plants]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let proofs = report["proofs"].as_array().unwrap();
    assert!(proofs.len() > 17, "{run}");
    assert!(proofs.iter().all(|proof| proof["problems"] == serde_json::json!([])), "{run}");
    assert_eq!(proofs.last().unwrap()["tables_with_rows"], 9, "{run}");
    assert_eq!(report["empty_tables"], serde_json::json!([]));
    assert_eq!(report["unreached"], 0);
    assert_eq!(program.ok(&["migrate", "version"]).stdout, "", "the database itself is left alone");
}

#[test]
fn any_project_is_proven_with_rows_made_up() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    let people = "CREATE TYPE mood AS ENUM ('calm', 'cross');
        CREATE TABLE people (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT NOT NULL,
            kind VARCHAR(5) NOT NULL CHECK (kind IN ('adult', 'child')), mood mood, born DATE, tags TEXT[], extra JSONB);";
    let pets = "CREATE TABLE pets (owner_id BIGINT NOT NULL REFERENCES people (id), name TEXT NOT NULL,
            weight NUMERIC(5, 2) NOT NULL, PRIMARY KEY (owner_id, name));";
    project(
        &program,
        &[
            ("2026-01-01-000000_people", &format!("{TIMEOUT}{people}"), "DROP TABLE people; DROP TYPE mood;"),
            ("2026-01-02-000000_pets", &format!("{TIMEOUT}{pets}"), "DROP TABLE pets;"),
            (
                "2026-01-03-000000_name_pets",
                &format!("{TIMEOUT}ALTER TABLE pets ADD COLUMN called TEXT;"),
                "ALTER TABLE pets DROP COLUMN called;",
            ),
        ],
    );
    let run = program.run(&["--format", "json", "migrate", "verify", "--migrations", "migrations"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run}"));
    let held: Vec<_> =
        report["proofs"].as_array().unwrap().iter().map(|p| p["tables_with_rows"].clone()).collect();
    assert_eq!(held, [0, 1, 2], "{run}");
    assert_eq!(report["empty_tables"], serde_json::json!([]), "{run}");
    assert!(
        report["proofs"].as_array().unwrap().iter().all(|p| p["problems"] == serde_json::json!([])),
        "{run}"
    );
}

#[test]
fn what_is_wrong_with_a_migration_is_told() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    project(
        &program,
        &[
            (
                "2026-01-01-000000_things",
                "CREATE TABLE things (id INT PRIMARY KEY, size INT);",
                "DROP TABLE things;",
            ),
            // The down file forgets the index, and gives the column back empty.
            (
                "2026-01-02-000000_forgets",
                "CREATE TABLE forgotten (id INT); ALTER TABLE things DROP COLUMN size;",
                "ALTER TABLE things ADD COLUMN size INT;",
            ),
            ("2026-01-03-000000_unreached", "SELECT 1;", "SELECT 1;"),
        ],
    );
    let run = program.run(&["migrate", "verify", "--migrations", "migrations"]);
    assert_eq!(run.code, 3, "{run}");
    program.assert("migrate_verify_wrong", &[run]);
}

#[test]
fn a_migration_that_deletes_rows_is_told() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    project(
        &program,
        &[
            ("2026-01-01-000000_things", "CREATE TABLE things (id INT PRIMARY KEY);", "DROP TABLE things;"),
            ("2026-01-02-000000_empties", "DELETE FROM things WHERE id > 0;", "SELECT 1;"),
        ],
    );
    let run = program.run(&["migrate", "verify", "--migrations", "migrations"]);
    assert_eq!(run.code, 3, "{run}");
    assert!(run.stdout.contains("removes rows from things: 1 before, 0 after"), "{run}");
}

#[test]
fn nothing_is_left_on_the_server() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    project(&program, &[("2026-01-01-000000_broken", "CREATE TABLE;", "SELECT 1;")]);
    assert_eq!(program.run(&["migrate", "verify", "--migrations", "migrations"]).code, 3);
    let left = crate::support::lines(
        &mut db.conn(),
        "SELECT datname AS line FROM pg_database WHERE starts_with(datname, 'ledgerstore_scratch_')
           AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = pg_database.datname)",
    );
    // Other tests make scratch databases at the same time: those of processes that are gone are left behind.
    let alive = |name: &String| {
        let pid = name.split('_').nth(2).unwrap();
        Path::new("/proc").join(pid).exists()
    };
    assert!(left.iter().all(alive), "{left:?}");
}

#[test]
fn wrong_input_is_named() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    let folder = program.run(&["migrate", "verify", "--plant", "nowhere"]);
    assert!(folder.code == 1 && folder.stderr.contains("no folder nowhere"), "{folder}");
    let url = program.run(&["migrate", "verify", "--scratch-url", "postgres://a:hunter2@127.0.0.1:1/d"]);
    assert!(url.code == 6 && !url.stderr.contains("hunter2"), "{url}");
}

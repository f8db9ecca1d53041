//! Migrations that fail: each leaves a database that holds something as it was, and says where and why.

use diesel::connection::SimpleConnection;

use super::project::Project;

/// Adds a column before it fails, so that there is something to undo, and succeeds once it is mended.
fn fails(name: &str, up: &str) {
    let project = Project::new();
    let up =
        format!("ALTER TABLE parts ADD COLUMN made_of TEXT;\nUPDATE parts SET made_of = 'steel';\n\n{up}");
    project.add("02_broken", &up, "ALTER TABLE parts DROP COLUMN made_of;");
    let run = project.fails(&["up"], 1);
    project.program.assert(name, &[run]);
    project.add("02_broken", "ALTER TABLE parts ADD COLUMN made_of TEXT;", "");
    assert_eq!(project.ok(&["up"]).stderr, "applied 02_broken\n");
}

#[test]
fn a_syntax_error() {
    fails(
        "migrate_broken_syntax",
        "-- What things cost.\nCREATE TABLE prices (\n    part INT NOT NUL,\n    price INT\n);",
    );
}

#[test]
fn a_type_that_is_not_there() {
    fails("migrate_broken_type", "ALTER TABLE parts\n    ADD COLUMN größe INTEGR;");
}

#[test]
fn data_that_breaks_a_new_rule() {
    fails(
        "migrate_broken_data",
        "/* one each */ ALTER TABLE parts\n    ADD CONSTRAINT parts_name_key UNIQUE (name);\nSELECT 1;",
    );
}

#[test]
fn a_rule_that_is_checked_at_the_end() {
    fails(
        "migrate_broken_deferred",
        "ALTER TABLE parts ADD COLUMN of INT CONSTRAINT parts_of_fkey REFERENCES parts DEFERRABLE INITIALLY DEFERRED;
         INSERT INTO parts VALUES (4, 'pin', 1, 'brass', 99);",
    );
}

#[test]
fn a_full_disk() {
    fails(
        "migrate_broken_disk_full",
        "DO $$ BEGIN\n    RAISE EXCEPTION 'could not extend file \"base/1/2\": No space left on device'\n        \
         USING ERRCODE = 'disk_full', HINT = 'Check free disk space.';\nEND $$;",
    );
}

#[test]
fn a_killed_backend() {
    fails("migrate_broken_killed", "SELECT pg_terminate_backend(pg_backend_pid());\nSELECT 1;");
}

#[test]
fn a_lock_that_somebody_holds() {
    let project = Project::new();
    project.add(
        "02_broken",
        "UPDATE parts SET quantity = 1 WHERE id = 2;\nALTER TABLE parts DROP COLUMN name;",
        "",
    );
    let holder = &mut project.db.conn();
    holder
        .batch_execute("SET application_name = 'a report'; BEGIN; LOCK TABLE parts IN ACCESS SHARE MODE")
        .unwrap();
    let run = project.fails(&["up", "--wait", "0s", "--lock-timeout", "50ms"], 1);
    project.program.assert("migrate_broken_locked", &[run]);
    holder.batch_execute("COMMIT").unwrap();
    project.ok(&["up"]);
}

#[test]
fn a_revert_that_fails() {
    let project = Project::new();
    project.add(
        "02_view",
        "CREATE VIEW names AS SELECT name FROM parts;",
        "DROP VIEW names;\nDROP VIEW nmes;",
    );
    project.ok(&["up"]);
    let runs = [project.fails(&["down", "--yes"], 1), project.fails(&["redo", "--yes"], 1)];
    project.program.assert("migrate_broken_revert", &runs);
}

use diesel::connection::SimpleConnection;
use ledgerstore::admin::audit::audit;
use ledgerstore::admin::backup::{BackupError, Roles, restore};
use ledgerstore::database::{Mark, find_mark, migrations};
use ledgerstore::types::Currency;

use super::Fixture;
use crate::cli::program::Program;
use crate::support::{TestDb, account, catalog, differences, lines, rows};

#[test]
fn a_round_trip_brings_everything_back() {
    let fixture = Fixture::new();
    let restored = restore(&fixture.target.info(), &fixture.file(), Roles::Leave, &mut ()).unwrap();
    assert!(restored.checksum && restored.tables > 8, "{restored:?}");
    let (source, target) = (&mut fixture.source.conn(), &mut fixture.target.conn());
    assert_eq!(differences(&catalog(source), &catalog(target)), [""; 0]);
    let held = rows(source);
    assert!(held["transfers"].len() > 5 && held["orders"].len() == 3);
    assert_eq!(rows(target), held);
    migrations::check(target).unwrap();
    assert!(audit(target, &[], &mut ()).unwrap().iter().all(|outcome| outcome.findings.is_empty()));
    assert_eq!(find_mark(target).unwrap(), Some(Mark::Test), "the mark isn't the backup's");
    // The sequences go on where they were, and the guards stand.
    let (there, here) = (account(source, "dora", Currency::EUR), account(target, "dora", Currency::EUR));
    assert_eq!(there.id, here.id);
    target.batch_execute("UPDATE accounts SET balance = 1").unwrap_err();
    let analysed = "SELECT relname::TEXT AS line FROM pg_class WHERE relname = 'entries' AND reltuples > 0";
    assert_eq!(lines(target, analysed), ["entries"]);
}

#[test]
fn the_program_restores_audits_and_goes_on() {
    let fixture = Fixture::new();
    let program = fixture.program();
    let file = fixture.file();
    // The two of the history of migrations besides.
    let tables = rows(&mut fixture.source.conn()).len() + 2;
    let restored = program.ok(&["db", "restore", file.to_str().unwrap()]);
    assert!(restored.stdout.contains("transfers-balance"), "{restored}");
    assert!(restored.stderr.starts_with(&format!("restored {tables} tables\n")), "{restored}");
    program.ok(&["migrate", "status", "--check"]);
    program.ok(&["account", "open", "anna", "USD"]);
    // And once more, from a backup of what was restored.
    program.ok(&["db", "backup", "again.dump"]);
    program.ok(&["db", "reset", "--empty", "--yes"]);
    program.ok(&["db", "restore", "again.dump"]);
    program.ok(&["migrate", "status", "--check"]);
}

#[test]
fn refuses_a_schema_that_holds_anything() {
    let fixture = Fixture::new();
    for (made, named) in
        [("CREATE TABLE t ()", "table public.t"), ("CREATE TYPE t AS ENUM ()", "type public.t")]
    {
        fixture.target.conn().batch_execute(made).unwrap();
        let run = fixture.program().run(&["db", "restore", fixture.file().to_str().unwrap()]);
        assert!(
            run.code == 4 && run.stderr.contains(named) && run.stderr.contains("db reset --empty"),
            "{run}"
        );
        fixture.target.conn().batch_execute(&format!("DROP {}", named.replace("public.", ""))).unwrap();
    }
    fixture.assert_empty();
}

#[test]
fn an_older_backup_is_restored_and_says_what_it_lacks() {
    let fixture = Fixture::new();
    let program = Program::on(&fixture.source);
    program.ok(&["migrate", "down", "--yes"]);
    program.ok(&["db", "backup", fixture.file().to_str().unwrap(), "--force"]);
    let run = fixture.program().run(&["db", "restore", fixture.file().to_str().unwrap()]);
    assert!(run.code == 3 && run.stdout.is_empty(), "{run}");
    assert!(run.stderr.contains("lacks 1 of this program's migrations"), "{run}");
    fixture.program().ok(&["migrate", "up"]);
    fixture.program().ok(&["audit"]);
}

#[test]
fn broken_books_are_restored_and_found() {
    let fixture = Fixture::new();
    let damage =
        "SET session_replication_role = replica; UPDATE accounts SET balance = balance + 5 WHERE id = 1";
    fixture.source.conn().batch_execute(damage).unwrap();
    Program::on(&fixture.source).ok(&["db", "backup", fixture.file().to_str().unwrap(), "--force"]);
    let run = fixture.program().run(&["db", "restore", fixture.file().to_str().unwrap()]);
    assert!(run.code == 3 && run.stdout.contains("balances-match-entries"), "{run}");
}

/// One schema is one ledgerstore; a database can hold several, and each is restored where it was.
#[test]
fn a_backup_of_another_schema_needs_a_connection_to_that_one() {
    let db = TestDb::empty();
    db.conn().batch_execute("CREATE SCHEMA \"the shop\"").unwrap();
    let url = |db: &TestDb| {
        let mut url = db.info().reveal_url();
        url += "&options=-csearch_path%3D%22the%5C%20shop%22";
        url
    };
    let program = Program::with_url(&url(&db));
    program.ok(&["migrate", "up"]);
    program.ok(&["db", "backup", "shop.dump"]);
    let target = TestDb::empty();
    let file = program.folder().join("shop.dump");
    let run = Program::on(&target).run(&["db", "restore", file.to_str().unwrap()]);
    assert!(run.code == 4 && run.stderr.contains("holds the schema the shop"), "{run}");
    // Into a database without the schema, and into one where it is there and empty.
    for made in ["SELECT 1", "CREATE SCHEMA \"the shop\""] {
        let target = TestDb::empty();
        target.conn().batch_execute(made).unwrap();
        let program = Program::with_url(&url(&target));
        program.ok(&["db", "restore", file.to_str().unwrap()]);
        program.ok(&["migrate", "status", "--check"]);
    }
}

#[test]
fn a_missing_role_matters_only_with_roles() {
    let fixture = Fixture::new();
    let role = format!("{}_clerk", fixture.source.info().get("dbname").unwrap());
    let conn = &mut fixture.source.conn();
    conn.batch_execute(&format!("CREATE ROLE {role}; GRANT SELECT ON users TO {role}")).unwrap();
    Program::on(&fixture.source).ok(&["db", "backup", fixture.file().to_str().unwrap(), "--force"]);
    let restore = |target: &TestDb| restore(&target.info(), &fixture.file(), Roles::Keep, &mut ());
    let grants =
        "SELECT 'granted' AS line FROM pg_class WHERE relname = 'users' AND relacl::TEXT LIKE '%clerk%'";
    let kept = TestDb::empty();
    let with_role = restore(&kept);
    conn.batch_execute(&format!("DROP OWNED BY {role}")).unwrap();
    let granted = lines(&mut kept.conn(), grants);
    kept.conn().batch_execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).unwrap();
    with_role.unwrap();
    assert_eq!(granted, ["granted"]);
    // The grant is the last thing but one: all of it goes with the failure.
    let failed = restore(&fixture.target).unwrap_err();
    assert!(
        matches!(&failed, BackupError::Program { said, .. } if said.contains("does not exist")),
        "{failed}"
    );
    fixture.assert_empty();
    fixture.program().ok(&["db", "restore", fixture.file().to_str().unwrap()]);
}

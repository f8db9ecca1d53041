use diesel::connection::SimpleConnection;
use ledgerstore::admin::audit;
use ledgerstore::admin::reference::{known, reference};
use ledgerstore::database::catalog::{Scope, describe};
use ledgerstore::database::migrations;
use ledgerstore::ledger::{self, Reference};
use ledgerstore::models::Account;
use ledgerstore::types::{Currency, Money};

use super::words;
use crate::cli::program::Program;
use crate::support::{TestDb, account, funded, lines};

const FILE: &str = include_str!("../../../src/schema.sql");
const COMMAND: &str = "cargo run -- schema dump --expected --out src/schema.sql";

#[test]
fn src_schema_sql_is_what_the_migrations_make() {
    let (migrated, loaded) = (TestDb::new(), TestDb::empty());
    loaded.conn().batch_execute(FILE).unwrap();
    let (migrated, loaded) = (describe(&mut migrated.conn()).unwrap(), describe(&mut loaded.conn()).unwrap());
    assert!(migrated.objects().len() > 250);
    assert_eq!(words(&migrated.differences(&loaded)), [""; 0], "make src/schema.sql anew: {COMMAND}");
}

/// Another major version writes some definitions otherwise: there the test above has to do.
#[test]
fn src_schema_sql_is_current_to_the_letter() {
    let db = TestDb::empty();
    let written = Program::on(&db).ok(&["schema", "dump", "--expected"]).stdout;
    let versions = |text: &str| {
        text.lines().find(|line| line.starts_with("-- The definitions are as")).map(str::to_owned)
    };
    assert!(versions(FILE).is_some());
    if versions(FILE) == versions(&written) {
        assert!(FILE == written, "src/schema.sql isn't current; make it anew: {COMMAND}");
    }
}

#[test]
fn a_database_loaded_from_it_is_migrated_and_works() {
    let (db, migrated) = (TestDb::empty(), TestDb::new());
    let program = Program::on(&db);
    program.write("schema.sql", FILE);
    let psql = ["db", "shell", "--", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "schema.sql"];
    assert_eq!(program.ok(&psql).stdout, "");
    let conn = &mut db.conn();
    migrations::check(conn).unwrap();
    assert_eq!(migrations::up(conn, None, || {}).unwrap(), [""; 0]);
    let houses =
        "SELECT format('%s %s %s %s %s', id, username, email, hashed_password, version) AS line FROM users";
    assert_eq!(lines(conn, houses), lines(&mut migrated.conn(), houses));

    let anna = funded(conn, "anna", 50_00);
    let ben = account(conn, "ben", Currency::EUR);
    let euros = Money::new(12_50, Currency::EUR);
    ledger::transfer(conn, &ledger::NewTransfer::new(anna.id, ben.id, euros)).unwrap();
    ledger::withdraw(conn, ben.id, euros, &Reference::new()).unwrap();
    assert_eq!(Account::get(conn, anna.id).unwrap().balance, 37_50);
    assert!(audit::audit(conn, &[], &mut ()).unwrap().iter().all(|outcome| outcome.findings.is_empty()));
    program.ok(&["schema", "drift"]);
    migrations::down(conn, usize::MAX, || {}).unwrap();
    assert_eq!(describe(conn).unwrap().objects(), []);
}

#[test]
fn the_live_schema_and_the_expected_one_are_dumped_alike_until_they_differ() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let body = |arguments: &[&str]| {
        let run = program.ok(&[&["schema", "dump"], arguments].concat());
        run.stdout.split_once("BEGIN;").unwrap().1.to_owned()
    };
    assert_eq!(body(&[]), body(&["--expected"]));
    db.conn().batch_execute("DROP TRIGGER users_touch ON users").unwrap();
    assert_ne!(body(&[]), body(&["--expected"]));
    assert!(!body(&[]).contains("users_touch"));

    let bare = body(&["--no-history"]);
    assert!(!bare.contains("schema_migrations") && !bare.contains("locked-"), "{bare}");
}

#[test]
fn a_file_is_replaced_as_a_whole_or_not_at_all() {
    let db = TestDb::new();
    let program = Program::on(&db);
    program.write("schema.sql", "old");
    let run = program.ok(&["schema", "dump", "--out", "schema.sql"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "wrote schema.sql\n"));
    let written = std::fs::read_to_string(program.folder().join("schema.sql")).unwrap();
    assert_eq!(written, program.ok(&["schema", "dump"]).stdout);
    assert_eq!(std::fs::read_dir(program.folder()).unwrap().count(), 1);

    let run = program.run(&["schema", "dump", "--out", "nowhere/schema.sql"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("can't write nowhere/schema.sql: there is no folder nowhere"), "{run}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_link_stays_and_so_does_the_pipe_that_it_leads_to() {
    let db = TestDb::new();
    let program = Program::on(&db);
    program.write("real.sql", "old");
    let link = |to: &str, name: &str| {
        let link = program.folder().join(name);
        std::os::unix::fs::symlink(to, &link).unwrap();
        let run = program.ok(&["--quiet", "schema", "dump", "--out", name]);
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink(), "{name}");
        run.stdout
    };
    let whole = program.ok(&["schema", "dump"]).stdout;
    assert_eq!(link("/proc/self/fd/1", "pipe"), whole);
    assert_eq!(link("real.sql", "link"), "");
    assert_eq!(std::fs::read_to_string(program.folder().join("real.sql")).unwrap(), whole);
}

#[test]
fn rows_that_migrations_write_are_theirs_and_not_the_databases() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    funded(conn, "anna", 1_00);
    let made = reference(conn, &known().unwrap(), Scope::default()).unwrap();
    assert_eq!(made.rows.len(), 2, "{:?}", made.rows);
    assert!(made.rows[0].contains("'house'") && made.rows[1].ends_with("RESTART WITH 2;"), "{:?}", made.rows);
}

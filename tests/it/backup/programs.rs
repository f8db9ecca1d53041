use std::os::unix::fs::PermissionsExt;

use crate::cli::program::Program;
use crate::support::TestDb;

const PASSWORD: &str = "hun'ter2 \\@/%:";
const ENCODED: &str = "hun%27ter2%20%5C%40%2F%25%3A";

/// Stands for `pg_dump`: tells what it was called with, then does something.
fn pg_dump(program: &Program, then: &str) {
    let bin = program.folder().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let record = "printf '%s\\n' \"$@\" > ../arguments; printf '%s' \"$PGPASSWORD\" > ../password";
    let script = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) 99.1' && exit\n";
    for (name, does) in
        [("pg_dump", format!("cd {}; {record}; {then}", bin.display())), ("pg_restore", "exit 1".into())]
    {
        let file = bin.join(name);
        std::fs::write(&file, format!("{script}{does}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_password_is_no_argument_and_in_no_message() {
    let db = TestDb::new();
    let url = format!("{}&password={ENCODED}", db.info().to_url());
    let program = Program::with_url(&url);
    pg_dump(&program, "echo 'pg_dump: error: no luck' >&2; exit 1");
    let bin = program.folder().join("bin");
    let program = program.with("LEDGERSTORE_PG_BIN", bin.to_str().unwrap());
    let run = program.run(&["db", "backup", "shop.dump"]);
    assert!(run.code == 1 && run.stderr.contains("pg_dump 99 failed on the server"), "{run}");
    assert!(run.stderr.contains("no luck") && !run.to_string().contains("ter2"), "{run}");
    let read = |name: &str| std::fs::read_to_string(program.folder().join(name)).unwrap();
    assert_eq!(read("password"), PASSWORD);
    assert!(read("arguments").contains(db.info().get("dbname").unwrap()));
    assert!(!read("arguments").contains("ter2"), "{}", read("arguments"));
    assert_eq!(program.folder().read_dir().unwrap().count(), 3, "nothing but bin, arguments and password");
}

#[test]
fn a_full_disk_is_named_and_nothing_is_left() {
    let db = TestDb::new();
    let program = Program::on(&db);
    pg_dump(
        &program,
        "head -c 9999 /dev/zero; echo 'pg_dump: error: could not write to output file: No space left on device' >&2; exit 1",
    );
    let bin = program.folder().join("bin");
    let program = Program::on(&db).with("LEDGERSTORE_PG_BIN", bin.to_str().unwrap());
    let run = program.run(&["db", "backup", "shop.dump"]);
    assert_eq!((run.code, program.folder().read_dir().unwrap().count()), (1, 0), "{run}");
    assert!(run.stderr.starts_with("error: the disk of shop.dump is full; free some space"), "{run}");
}

#[test]
fn a_secret_that_could_only_be_an_argument_is_refused() {
    let db = TestDb::new();
    let program = Program::with_url(&format!("{}&sslpassword=hunter2", db.info().to_url()));
    let run = program.run(&["db", "backup", "shop.dump"]);
    assert!(
        run.code == 1 && run.stderr.contains("sslpassword") && !run.to_string().contains("hunter2"),
        "{run}"
    );
    assert_eq!(program.folder().read_dir().unwrap().count(), 0);
}

/// What the URL says counts, whatever the environment says; what it doesn't say is libpq's, as for our own connection.
#[test]
fn the_environment_leads_to_no_other_database() {
    let (db, other) = (TestDb::new(), TestDb::empty());
    let program = Program::on(&db)
        .with("PGDATABASE", other.info().get("dbname").unwrap())
        .with("PGHOST", "127.0.0.1")
        .with("PGPORT", "1")
        .with("PGUSER", "nobody")
        .with("PGCLIENTENCODING", "LATIN1");
    let run = program.ok(&["db", "backup", "shop.dump"]);
    // The other database has none.
    assert!(!run.stderr.starts_with("0 tables") && run.stderr.contains(" tables in "), "{run}");
}

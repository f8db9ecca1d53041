//! A runner with options and an observer, on a folder.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use ledgerstore::database::migrations::{
    Extent, MigrationError, MigrationFile, Migrations, Observer, Options, Runner,
};

use crate::support::{TestDb, catalog, differences, lines};

fn folder(migrations: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, up) in migrations {
        write(folder.path(), name, up);
    }
    folder
}

fn write(folder: &Path, name: &str, up: &str) {
    fs::create_dir_all(folder.join(name)).unwrap();
    fs::write(folder.join(name).join("up.sql"), up).unwrap();
}

/// Gives back what is in the way as soon as it is told that it is.
struct GivesWay {
    holder: PgConnection,
    told: Vec<String>,
}

impl Observer for GivesWay {
    fn retrying(&mut self, file: &MigrationFile, reason: &str) {
        self.told.push(format!("{}: {reason}", file.name));
        self.holder.batch_execute("ROLLBACK").unwrap();
    }
}

#[test]
fn a_migration_is_tried_again_until_it_gets_its_locks() {
    let (db, folder) =
        (TestDb::empty(), folder(&[("1_a", "CREATE TABLE a (); INSERT INTO a DEFAULT VALUES")]));
    let conn = &mut db.conn();
    let run = |conn: &mut PgConnection, observer: &mut dyn Observer| {
        let migrations = Migrations::read(folder.path()).unwrap();
        let options = Options { lock_timeout: Duration::from_millis(50), ..Options::default() };
        Runner::new(&migrations, options).up(conn, &Extent::All, observer)
    };
    run(conn, &mut ()).unwrap();
    write(folder.path(), "2_b", "INSERT INTO a DEFAULT VALUES; ALTER TABLE a ADD COLUMN b INT");
    let mut holder = db.conn();
    holder.batch_execute("BEGIN; LOCK TABLE a IN ACCESS SHARE MODE").unwrap();
    let mut observer = GivesWay { holder, told: Vec::new() };
    assert_eq!(run(conn, &mut observer).unwrap(), ["2_b"]);
    assert!(!observer.told.is_empty());
    assert_eq!(observer.told[0], "2_b: canceling statement due to lock timeout");
    assert_eq!(lines(conn, "SELECT count(*)::TEXT AS line FROM a"), ["2"], "what was tried before is gone");
    assert_eq!(lines(conn, "SELECT current_setting('lock_timeout') AS line"), ["0"]);
}

struct Prevents;

impl Observer for Prevents {
    fn before_first(&mut self, chosen: &[&MigrationFile]) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(format!("no backup before {}", chosen[0].name).into())
    }
}

#[test]
fn what_comes_before_the_first_can_prevent_it() {
    let (db, folder) = (TestDb::empty(), folder(&[("1_a", "CREATE TABLE a ()")]));
    let (conn, migrations) = (&mut db.conn(), Migrations::read(folder.path()).unwrap());
    let before = catalog(conn);
    let runner = Runner::new(&migrations, Options::default());
    let error = runner.up(conn, &Extent::All, &mut Prevents).unwrap_err();
    assert!(matches!(error, MigrationError::Prevented(_)));
    assert_eq!(error.to_string(), "nothing was run: no backup before 1_a");
    assert_eq!(differences(&before, &catalog(conn)), [""; 0]);
    runner.up(conn, &Extent::All, &mut ()).unwrap();
    assert_eq!(runner.up(conn, &Extent::All, &mut Prevents).unwrap(), [""; 0], "there is nothing to prevent");
}

#[test]
fn a_path_that_a_migration_sets_goes_with_it() {
    let first = "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a ();";
    let (db, folder) = (TestDb::empty(), folder(&[("1_a", first), ("2_b", "CREATE TABLE b ();")]));
    let (conn, migrations) = (&mut db.conn(), Migrations::read(folder.path()).unwrap());
    let applied = Runner::new(&migrations, Options::default()).up(conn, &Extent::All, &mut ()).unwrap();
    assert_eq!(applied, ["1_a", "2_b"]);
    let tables = "SELECT relname AS line FROM pg_class WHERE relnamespace = 'public'::REGNAMESPACE
                  AND relname IN ('a', 'b') ORDER BY 1";
    assert_eq!(lines(conn, tables), ["a", "b"]);
}

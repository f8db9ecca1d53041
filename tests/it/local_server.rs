//! The local server as its users meet it. Each test has a server of its own, in a folder of its own.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Barrier;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use ledgerstore::database::local::{Durability, LocalError, LocalServer, Notice, Start, Status, Stop};

/// A folder for a server, which is stopped at the end.
struct Place {
    parent: tempfile::TempDir,
    name: &'static str,
}

impl Place {
    fn new() -> Self {
        Self::named("books")
    }

    /// Others may enter the parent, as the server may run as another user than the test.
    fn named(name: &'static str) -> Self {
        let parent = tempfile::tempdir().unwrap();
        std::fs::set_permissions(parent.path(), Permissions::from_mode(0o755)).unwrap();
        Self { parent, name }
    }

    fn folder(&self) -> PathBuf {
        self.parent.path().join(self.name)
    }

    fn server(&self, durability: Durability) -> LocalServer {
        LocalServer::at(&self.folder(), durability).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for durability in [Durability::Durable, Durability::ForTests] {
            let stopped = LocalServer::at(&self.folder(), durability).and_then(|server| server.stop());
            // A test that failed halfway may have left what can't be stopped.
            assert!(stopped.is_ok() || std::thread::panicking(), "{stopped:?}");
        }
    }
}

fn connect(server: &LocalServer, database: &str) -> PgConnection {
    PgConnection::establish(&server.url(database)).unwrap()
}

fn setting(conn: &mut PgConnection, name: &str) -> String {
    let setting = diesel::dsl::sql::<Text>("current_setting(").bind::<Text, _>(name).sql(")");
    diesel::select(setting).get_result(conn).unwrap()
}

fn count_notes(conn: &mut PgConnection) -> i64 {
    diesel::select(diesel::dsl::sql::<BigInt>("(SELECT count(*) FROM notes)")).get_result(conn).unwrap()
}

fn pid(server: &LocalServer) -> i32 {
    match server.status().unwrap() {
        Status::Running { pid, .. } => pid,
        other => panic!("the server should run, but is {other:?}"),
    }
}

fn kill(pid: i32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

#[test]
fn is_created_started_joined_and_stopped() {
    let place = Place::new();
    let server = place.server(Durability::ForTests);
    assert_eq!(server.status().unwrap(), Status::NotInitialised);
    assert_eq!(server.stop().unwrap(), Stop::WasNotRunning);

    let mut notices = Vec::new();
    assert_eq!(server.start_with_notice(|notice| notices.push(notice)).unwrap(), Start::Started);
    assert!(matches!(notices[..], [Notice::Creating { .. }, Notice::Starting { .. }]), "{notices:?}");
    let joined = place.server(Durability::ForTests).start_with_notice(|notice| panic!("{notice}")).unwrap();
    assert_eq!(joined, Start::Joined);
    let Status::Running { major, data, socket, .. } = server.status().unwrap() else {
        panic!("it doesn't run")
    };
    assert_eq!((major, data.as_path()), (server.major(), server.data_folder()));
    assert_eq!(socket, server.socket_folder());

    assert_eq!(server.stop().unwrap(), Stop::Stopped);
    assert_eq!(server.stop().unwrap(), Stop::WasNotRunning);
    assert_eq!(server.status().unwrap(), Status::Stopped);
    assert!(!server.socket_folder().exists());
    assert_eq!(server.start().unwrap(), Start::Started);
}

#[test]
fn creates_a_database_once_whatever_its_name() {
    let place = Place::new();
    let server = place.server(Durability::ForTests);
    server.start().unwrap();
    for name in ["shop", "a b/c?d=\"e\"&ü%", "'"] {
        assert!(server.create_database(name).unwrap());
        assert!(!server.create_database(name).unwrap());
        let mut conn = connect(&server, name);
        let current: String = diesel::select(diesel::dsl::sql::<Text>("current_database()::text"))
            .get_result(&mut conn)
            .unwrap();
        assert_eq!(current, name);
    }
    let together = Barrier::new(6);
    let created: Vec<bool> = std::thread::scope(|scope| {
        let create = || {
            together.wait();
            server.create_database("raced").unwrap()
        };
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(create)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(created.iter().filter(|created| **created).count(), 1);
}

#[test]
fn is_the_same_on_every_machine_and_closed_to_the_network() {
    let place = Place::new();
    let server = place.server(Durability::ForTests);
    server.start().unwrap();
    let mut conn = connect(&server, "postgres");
    for (name, value) in [
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("lc_messages", "C"),
        ("TimeZone", "UTC"),
        ("log_timezone", "UTC"),
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("max_connections", "300"),
        ("autovacuum", "on"),
    ] {
        assert_eq!(setting(&mut conn, name), value, "{name}");
    }
    assert_eq!(server.socket_folder().metadata().unwrap().permissions().mode() & 0o7777, 0o700);
    assert_eq!(server.data_folder().metadata().unwrap().permissions().mode() & 0o7777, 0o700);
}

#[test]
fn one_of_many_at_once_starts_it_and_the_others_join() {
    let place = Place::new();
    let together = Barrier::new(8);
    let start = || {
        let server = place.server(Durability::ForTests);
        together.wait();
        let start = server.start().unwrap();
        connect(&server, "postgres");
        start
    };
    let starts: Vec<Start> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(starts.iter().filter(|start| **start == Start::Started).count(), 1, "{starts:?}");
}

#[test]
fn a_kill_loses_nothing_that_was_committed() {
    let place = Place::new();
    let server = place.server(Durability::Durable);
    server.start().unwrap();
    let mut conn = connect(&server, "postgres");
    assert_eq!(
        (setting(&mut conn, "fsync"), setting(&mut conn, "synchronous_commit")),
        ("on".into(), "on".into())
    );
    conn.batch_execute("CREATE TABLE notes (note bigint); INSERT INTO notes SELECT generate_series(1, 1000)")
        .unwrap();
    kill(pid(&server));
    assert!(conn.batch_execute("SELECT pg_sleep(30)").is_err());
    assert_eq!(server.start().unwrap(), Start::Started);
    assert_eq!(count_notes(&mut connect(&server, "postgres")), 1000);
}

#[test]
fn is_started_again_when_its_socket_was_removed() {
    let place = Place::new();
    let server = place.server(Durability::ForTests);
    server.start().unwrap();
    let before = pid(&server);
    std::fs::remove_dir_all(server.socket_folder()).unwrap();
    assert_eq!(server.start().unwrap(), Start::Started);
    connect(&server, "postgres");
    assert_ne!(pid(&server), before);
}

#[test]
fn a_path_may_hold_anything() {
    let place = Place::named("it's $(touch x) `y` \"ü\\");
    let server = place.server(Durability::ForTests);
    assert_eq!(server.start().unwrap(), Start::Started);
    connect(&server, "postgres");
    assert_eq!(place.server(Durability::ForTests).start().unwrap(), Start::Joined);
    assert!(server.log_file().exists());
}

#[test]
fn what_a_killed_initdb_left_is_no_hindrance() {
    let place = Place::new();
    let server = place.server(Durability::ForTests);
    server.start().unwrap();
    server.stop().unwrap();
    let unfinished = server.data_folder().with_extension("new");
    std::fs::rename(server.data_folder(), &unfinished).unwrap();
    assert_eq!(server.status().unwrap(), Status::NotInitialised);
    assert_eq!(server.start().unwrap(), Start::Started);
    assert!(!unfinished.exists());
}

#[test]
fn durable_data_and_data_for_tests_never_mix() {
    let place = Place::new();
    place.server(Durability::ForTests).start().unwrap();
    let durable = place.server(Durability::Durable);
    assert!(matches!(durable.start(), Err(LocalError::MarkedForTests { .. })));
    place.server(Durability::ForTests).stop().unwrap();
    assert!(matches!(durable.start(), Err(LocalError::MarkedForTests { .. })));

    let place = Place::new();
    place.server(Durability::Durable).start().unwrap();
    let for_tests = place.server(Durability::ForTests);
    assert!(matches!(for_tests.start(), Err(LocalError::NotForTests { .. })));
    place.server(Durability::Durable).stop().unwrap();
    assert!(matches!(for_tests.start(), Err(LocalError::NotForTests { .. })));
}

#[test]
fn a_folder_without_the_programs_is_named() {
    let place = Place::new();
    let empty = tempfile::tempdir().unwrap();
    let error = LocalServer::with_programs(&place.folder(), Durability::Durable, empty.path()).unwrap_err();
    assert!(
        matches!(&error, LocalError::ProgramsMissing { folder, .. } if folder == empty.path()),
        "{error}"
    );
    assert!(error.to_string().contains("initdb, postgres, pg_ctl"), "{error}");
    assert!(!place.folder().exists());
}

#[test]
fn data_of_a_version_that_is_gone_are_not_passed_over() {
    let place = Place::new();
    let server = place.server(Durability::Durable);
    server.start().unwrap();
    server.stop().unwrap();
    let newer = server.data_folder().with_file_name("pg99");
    std::fs::rename(server.data_folder(), &newer).unwrap();
    let error = place.server(Durability::Durable).start().unwrap_err();
    assert!(
        matches!(&error, LocalError::ProgramsGone { data, major: 99, .. } if data.ends_with("pg99")),
        "{error}"
    );
}

#[test]
fn says_why_it_did_not_start() {
    let place = Place::new();
    let server = place.server(Durability::ForTests);
    server.start().unwrap();
    server.stop().unwrap();
    std::fs::write(server.data_folder().join("postgresql.auto.conf"), "work_mem = 'plenty'\n").unwrap();
    let error = server.start().unwrap_err();
    assert!(matches!(&error, LocalError::StartFailed { tail, .. } if tail.contains("work_mem")), "{error}");
    assert_eq!(server.status().unwrap(), Status::Stopped);
}

#[test]
fn a_planted_socket_folder_is_refused() {
    let place = Place::new();
    let server = place.server(Durability::ForTests);
    symlink(place.parent.path(), server.socket_folder()).unwrap();
    let error = server.start().unwrap_err();
    std::fs::remove_file(server.socket_folder()).unwrap();
    assert!(
        matches!(&error, LocalError::UnsafeSocketFolder { folder, .. } if folder == server.socket_folder()),
        "{error}"
    );
}

#[test]
fn folders_of_others_and_data_folders_are_refused() {
    let error = LocalServer::at(Path::new("/usr"), Durability::Durable).unwrap_err();
    assert!(matches!(&error, LocalError::ForeignFolder { owner: 0, .. }), "{error}");

    let place = Place::new();
    let server = place.server(Durability::ForTests);
    server.start().unwrap();
    let error = LocalServer::at(server.data_folder(), Durability::ForTests).unwrap_err();
    assert!(matches!(&error, LocalError::IsADataFolder { .. }), "{error}");
}

#[test]
fn tests_find_a_folder_even_where_theirs_cannot_be_used() {
    let place = Place::new();
    let server = LocalServer::for_tests(&place.folder()).unwrap();
    assert!(server.data_folder().starts_with(place.folder().canonicalize().unwrap()));
    let elsewhere = LocalServer::for_tests(Path::new("/usr")).unwrap();
    assert!(elsewhere.data_folder().starts_with(std::env::temp_dir().canonicalize().unwrap()));
    assert_eq!(elsewhere.data_folder(), LocalServer::for_tests(Path::new("/usr")).unwrap().data_folder());
}

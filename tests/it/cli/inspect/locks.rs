use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use serde_json::Value;

use super::super::program::Program;
use super::super::world::world;
use super::documents::keys_told_of_locks;

fn pid(conn: &mut PgConnection) -> i64 {
    diesel::select(diesel::dsl::sql::<Integer>("pg_backend_pid()")).get_result::<i32>(conn).unwrap().into()
}

/// Looks until so many are involved; gives up after a time that no machine needs.
fn wait_for(program: &Program, involved: usize) -> Vec<Value> {
    let begun = Instant::now();
    loop {
        let run = program.ok(&["--format", "json", "inspect", "locks"]);
        let found: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
        if found.len() == involved {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{run}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn nobody_waits() {
    let db = world();
    let program = Program::on(&db);
    let runs = ["table", "csv", "json"].map(|format| program.ok(&["--format", format, "inspect", "locks"]));
    program.assert("inspect_locks_none", &runs);
}

#[test]
fn says_who_waits_for_whom() {
    let db = world();
    let program = Program::on(&db);
    let (mut holder, mut waiter) = (db.conn(), db.conn());
    let (holding, waiting) = (pid(&mut holder), pid(&mut waiter));
    holder
        .batch_execute("BEGIN; UPDATE users SET full_name = 'Anna''s secret' WHERE username = 'anna'")
        .unwrap();
    let waits = thread::spawn(move || {
        waiter.batch_execute("UPDATE users SET full_name = 'another one' WHERE username = 'anna' /* hush */")
    });
    let found = wait_for(&program, 2);
    assert_eq!([&found[0]["pid"], &found[1]["pid"]], [holding, waiting]);
    assert_eq!((&found[0]["blocks"], found[0]["blocked_by"].as_array().unwrap().len()), (&1.into(), 0));
    assert_eq!((&found[1]["blocks"], &found[1]["blocked_by"][0]), (&0.into(), &holding.into()));
    assert!(found[1]["waited_ms"].as_i64().unwrap() >= 0 && found[0]["waited_ms"].is_null());
    assert_eq!(found[1]["query"], "UPDATE users SET full_name = ? WHERE username = ?");
    let keys: BTreeSet<_> = found[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, keys_told_of_locks(&program));
    let run = program.ok(&["inspect", "locks"]);
    let row = run.stdout.lines().nth(2).unwrap();
    assert!(row.contains(&format!("{waiting}  waiting   {holding}  ")), "{run}");
    assert!(!run.stdout.contains("secret") && !run.stdout.contains("hush"), "{run}");
    holder.batch_execute("ROLLBACK").unwrap();
    waits.join().unwrap().unwrap();
}

#[test]
fn looks_while_the_history_of_migrations_is_locked() {
    let db = world();
    let program = Program::on(&db);
    let mut migrator = db.conn();
    migrator.batch_execute("BEGIN; LOCK TABLE __diesel_schema_migrations").unwrap();
    assert_eq!(wait_for(&program, 0), [Value::Null; 0]);
    migrator.batch_execute("ROLLBACK").unwrap();
}

use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use ledgerstore::admin::seed::{SeedOptions, seed};
use ledgerstore::database::{Conninfo, Mark, Pool, PoolOptions, build_pool, connect, migrations, set_mark};

use super::server::Server;

/// Databases of tests are called this, then when, by which process, and which of its they are.
const PREFIX: &str = "ledgerstore_test_";
/// On a server that isn't ours, a database this old was left behind.
const LEFT_BEHIND_SECONDS: u64 = 6 * 60 * 60;

/// A database of its own for one test, with all migrations applied; dropped at the end.
pub struct TestDb {
    name: String,
}

impl TestDb {
    pub fn new() -> Self {
        Self::cloned_from(template())
    }

    /// A migrated database with a small seeded world in it.
    pub fn seeded() -> Self {
        Self::cloned_from(seeded_template())
    }

    /// A database without any migration.
    pub fn empty() -> Self {
        Self::cloned_from("template0")
    }

    fn cloned_from(template: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}_{}_{number}", now(), std::process::id());
        create(&mut admin(), &name, template);
        let db = Self { name };
        set_mark(&mut db.conn(), Mark::Test).unwrap();
        db
    }

    pub fn info(&self) -> Conninfo {
        Server::get().database(&self.name)
    }

    pub fn conn(&self) -> PgConnection {
        connect(&self.info()).unwrap()
    }

    pub fn pool(&self, connections: u32) -> Pool {
        let options = PoolOptions { max_open: connections, min_idle: 1, ..PoolOptions::default() };
        build_pool(&self.info(), &options).unwrap()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let dropped = admin().batch_execute(&format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name));
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}

fn admin() -> PgConnection {
    connect(&Server::get().database("postgres")).unwrap()
}

/// Copying the files is several times faster than copying through the log, where the server knows how to.
fn create(conn: &mut PgConnection, name: &str, template: &str) {
    let strategy = if Server::get().ours && server_major(conn) >= 15 { "STRATEGY file_copy" } else { "" };
    conn.batch_execute(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" {strategy}")).unwrap();
}

fn server_major(conn: &mut PgConnection) -> i32 {
    static MAJOR: OnceLock<i32> = OnceLock::new();
    *MAJOR.get_or_init(|| {
        let number =
            diesel::dsl::sql::<diesel::sql_types::Integer>("current_setting('server_version_num')::INTEGER");
        diesel::select(number).get_result::<i32>(conn).unwrap() / 10_000
    })
}

/// The migrated database that all others are copies of. Its name tells the migrations it was made from.
fn template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("ledgerstore_template_{:016x}", migrations_hash());
        make_once(&name, "template0", |conn| drop(migrations::up(conn, None, || {}).unwrap()));
        name
    })
}

/// A copy of it with a seeded world. It is this run's alone: the seed's code may have changed since the last.
fn seeded_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("{PREFIX}{}_{}_seeded", now(), std::process::id());
        make_once(&name, template(), |conn| {
            let scale = "0.01".parse().unwrap();
            let options = SeedOptions { scale, seed: 1, jobs: NonZeroUsize::MIN, reset: false };
            assert!(seed(conn, &options, &mut ()).unwrap().users > 0);
        });
        name
    })
}

/// Makes a template unless it is there; of many processes that need it at once, one does.
fn make_once(name: &str, from: &str, fill: impl FnOnce(&mut PgConnection)) {
    let conn = &mut admin();
    diesel::select(diesel::dsl::sql::<Text>("pg_advisory_lock(20261120)::TEXT")).execute(conn).unwrap();
    sweep(conn);
    if !exists(conn, name) {
        let unfinished = format!("{name}_unfinished");
        conn.batch_execute(&format!("DROP DATABASE IF EXISTS \"{unfinished}\"")).unwrap();
        create(conn, &unfinished, from);
        fill(&mut connect(&Server::get().database(&unfinished)).unwrap());
        conn.batch_execute(&format!("ALTER DATABASE \"{unfinished}\" RENAME TO \"{name}\"")).unwrap();
    }
    diesel::select(diesel::dsl::sql::<Bool>("pg_advisory_unlock(20261120)")).execute(conn).unwrap();
}

fn exists(conn: &mut PgConnection, name: &str) -> bool {
    let count =
        diesel::dsl::sql::<BigInt>("count(*) FROM pg_database WHERE datname = ").bind::<Text, _>(name);
    diesel::select(count).get_result::<i64>(conn).unwrap() == 1
}

/// FNV-1a over every migration's text: a template of other texts isn't used.
fn migrations_hash() -> u64 {
    let migrations = MigrationSource::<Pg>::migrations(&migrations::MIGRATIONS).unwrap();
    let mut texts: Vec<_> = migrations.iter().map(|m| m.name().to_string()).collect();
    texts.sort();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let bytes = texts.iter().flat_map(|name| std::fs::read(folder.join(name).join("up.sql")).unwrap());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Drops what killed test runs left behind.
fn sweep(conn: &mut PgConnection) {
    let query = diesel::dsl::sql::<Text>("datname FROM pg_database WHERE starts_with(datname, ")
        .bind::<Text, _>(PREFIX);
    let names: Vec<String> = diesel::select(query.sql(")")).load(conn).unwrap();
    for name in names.iter().filter(|name| is_left_behind(name)) {
        conn.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).unwrap();
    }
}

fn is_left_behind(name: &str) -> bool {
    let parts: Vec<_> = name.trim_start_matches(PREFIX).split('_').collect();
    let [made_at, pid, _] = parts[..] else { return false };
    if Server::get().ours {
        return !std::path::Path::new("/proc").join(pid).exists();
    }
    made_at.parse::<u64>().is_ok_and(|made_at| made_at + LEFT_BEHIND_SECONDS < now())
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

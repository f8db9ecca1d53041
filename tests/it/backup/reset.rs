use diesel::connection::SimpleConnection;
use ledgerstore::admin::reset::{Leave, ResetError, reset};
use ledgerstore::database::{Mark, find_mark, migrations};

use crate::cli::program::{Program, snapshot};
use crate::cli::world::world;
use crate::support::{TestDb, catalog, differences, lines, rows};

#[test]
fn makes_a_used_and_broken_database_anew() {
    let db = world();
    let conn = &mut db.conn();
    // A migration's own function is gone, so that it can't be reverted; and there is more than migrations make.
    conn.batch_execute(
        "DROP FUNCTION check_order_step CASCADE; CREATE TYPE pair AS (a INTEGER, b INTEGER); CREATE DOMAIN cents AS BIGINT;
         CREATE FUNCTION first(pair) RETURNS INTEGER LANGUAGE sql AS 'SELECT $1.a';
         CREATE TABLE \"odd one\" (a pair, b cents, c INTEGER); CREATE STATISTICS odd ON b, c FROM \"odd one\";
         CREATE VIEW seen AS SELECT * FROM \"odd one\"; CREATE MATERIALIZED VIEW kept AS SELECT * FROM seen;
         CREATE SEQUENCE numbers; CREATE PROCEDURE nothing() LANGUAGE sql AS '';
         CREATE AGGREGATE total(INTEGER) (sfunc = int4pl, stype = INTEGER);
         CREATE OPERATOR === (procedure = int4eq, leftarg = INTEGER, rightarg = INTEGER);
         CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple)",
    )
    .unwrap();
    assert!(migrations::down(conn, 1000, || {}).is_err());
    let done = reset(conn, Leave::Migrated, || {}).unwrap();
    assert!(done.dropped > 30 && done.applied.len() > 10, "{done:?}");
    let fresh = TestDb::new();
    assert_eq!(differences(&catalog(&mut fresh.conn()), &catalog(conn)), [""; 0]);
    assert_eq!(rows(conn)["transfers"], [""; 0]);
    migrations::check(conn).unwrap();
    assert_eq!(find_mark(conn).unwrap(), Some(Mark::Test));
}

#[test]
fn the_schema_its_grants_extensions_and_other_schemas_stay() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    conn.batch_execute(
        "GRANT CREATE ON SCHEMA public TO pg_monitor; CREATE SCHEMA other; CREATE TABLE other.t (a INTEGER);
         ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pg_monitor",
    )
    .unwrap();
    let kept = "SELECT nspname || nspacl::TEXT AS line FROM pg_namespace WHERE nspname = 'public'
        UNION ALL SELECT defaclacl::TEXT FROM pg_default_acl UNION ALL SELECT extname::TEXT FROM pg_extension
        UNION ALL SELECT relname::TEXT FROM pg_class WHERE relnamespace = 'other'::REGNAMESPACE";
    let before = lines(conn, kept);
    assert_eq!(before.len(), 4, "{before:?}");
    reset(conn, Leave::Migrated, || {}).unwrap();
    assert_eq!(lines(conn, kept), before);
}

#[test]
fn refuses_to_reach_into_other_schemas() {
    let db = world();
    let conn = &mut db.conn();
    for (made, lost) in [
        ("CREATE VIEW other.seen AS SELECT id FROM users", "view other.seen"),
        ("CREATE TABLE other.t (a BIGINT REFERENCES users)", "constraint t_a_fkey on table other.t"),
        ("CREATE TABLE other.t (a users)", "column a of table other.t"),
        (
            "CREATE TABLE other.t (); CREATE TRIGGER g BEFORE DELETE ON other.t EXECUTE FUNCTION refuse()",
            "trigger g on table other.t",
        ),
    ] {
        conn.batch_execute(&format!("CREATE SCHEMA other; {made}")).unwrap();
        let (before, held) = (catalog(conn), rows(conn));
        match reset(conn, Leave::Empty, || {}) {
            Err(ResetError::WouldReach(named)) => assert_eq!(named, [lost]),
            other => panic!("{made}: {other:?}"),
        }
        assert_eq!((catalog(conn), rows(conn)), (before, held));
        conn.batch_execute("DROP SCHEMA other CASCADE").unwrap();
    }
}

#[test]
fn the_program_asks_and_refuses_real_data() {
    let db = world();
    let program = Program::on(&db);
    let held = rows(&mut db.conn());
    let unasked = program.run(&["db", "reset"]);
    program.ok(&["db", "mark", "prod"]);
    let prod = program.run(&["db", "reset", "--yes"]);
    assert_eq!(rows(&mut db.conn()), held);
    program.ok(&["db", "mark", "test"]);
    let done = program.ok(&["db", "reset", "--yes"]);
    let empty = program.ok(&["db", "reset", "--empty", "--yes"]);
    let again = program.ok(&["db", "reset", "--yes"]);
    assert_eq!([&unasked, &prod, &done, &empty, &again].map(|run| run.code), [4, 4, 0, 0, 0]);
    // How many there are of each changes with the migrations.
    let runs = [unasked, prod, done, empty, again]
        .map(|run| run.to_string().replace(|c: char| c.is_ascii_digit(), "N"));
    snapshot("reset", &runs.join("\n").replace("NN", "N"));
}

#[test]
fn says_who_else_is_connected() {
    let db = TestDb::new();
    let mut other = db.conn();
    other.batch_execute("SET application_name = 'the shop'").unwrap();
    let run = Program::on(&db).ok(&["db", "reset", "--yes"]);
    assert!(run.stderr.contains("1 other session (process ") && run.stderr.contains(", the shop)"), "{run}");
}

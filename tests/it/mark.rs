//! What a database is marked as, and what that keeps from happening.

use diesel::connection::SimpleConnection;
use ledgerstore::database::{Mark, find_mark, set_mark};

use crate::cli::program::Program;
use crate::support::TestDb;

#[test]
fn a_mark_is_kept_beside_the_rest_of_the_comment() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    let name = db.info().get("dbname").unwrap().to_owned();
    conn.batch_execute(&format!("COMMENT ON DATABASE \"{name}\" IS NULL")).unwrap();
    assert_eq!(find_mark(conn).unwrap(), None);
    conn.batch_execute(&format!("COMMENT ON DATABASE \"{name}\" IS 'Anna''s \\ shop'")).unwrap();
    for mark in [Mark::Dev, Mark::Test, Mark::Prod] {
        set_mark(conn, mark).unwrap();
        assert_eq!(find_mark(conn).unwrap(), Some(mark));
    }
    let comment = diesel::dsl::sql::<diesel::sql_types::Text>(
        "shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()",
    );
    let comment: String = diesel::RunQueryDsl::get_result(diesel::select(comment), conn).unwrap();
    assert_eq!(comment, "Anna's \\ shop\nledgerstore: marked prod");
}

#[test]
fn migrations_are_not_reverted_on_real_data() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let before = program.ok(&["migrate", "version"]).stdout;
    program.ok(&["db", "mark", "prod"]);
    for command in [["migrate", "down", "--yes"], ["migrate", "redo", "--yes"]] {
        let run = program.run(&command);
        assert_eq!(run.code, 4, "{run}");
        assert!(run.stderr.contains("marked prod"), "{run}");
    }
    assert_eq!(program.ok(&["migrate", "version"]).stdout, before);
    program.ok(&["db", "mark", "dev"]);
    assert_eq!(program.ok(&["db", "mark"]).stdout, "dev\n");
    program.ok(&["migrate", "down", "--yes"]);
}

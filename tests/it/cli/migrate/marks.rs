//! The history written by hand.

use diesel::connection::SimpleConnection;

use super::project::Project;
use crate::support::lines;

#[test]
fn a_database_with_tables_gets_a_baseline() {
    let project = Project::untouched();
    project.db.conn().batch_execute("CREATE TABLE parts (id INT PRIMARY KEY)").unwrap();
    project.add("02_more", "CREATE TABLE a ();", "DROP TABLE a;");
    project.add("03_most", "CREATE TABLE b ();", "DROP TABLE b;");
    let runs = [
        project.ok(&["mark", "--to", "more"]),
        project.ok(&["mark", "--to", "more"]),
        project.ok(&["status"]),
        project.ok(&["status", "--format", "json"]),
        project.ok(&["up"]),
        project.ok(&["mark", "--unapplied", "03_most"]),
        project.run(&["mark", "--unapplied", "03_most"]),
        project.run(&["mark", "nowhere"]),
        project.ok(&["mark", "--all"]),
    ];
    project.program.assert("migrate_mark", &runs);
    let conn = &mut project.db.conn();
    let tables = "SELECT relname AS line FROM pg_class WHERE relname IN ('a', 'b') AND relkind = 'r'";
    assert_eq!(lines(conn, tables), ["b"], "nothing was run but what `up` ran");
    assert_eq!(project.run(&["status", "--check"]).code, 0);
}

#[test]
fn says_what_to_mark() {
    let project = Project::untouched();
    for arguments in [&["mark"][..], &["mark", "a", "--all"], &["mark", "a", "--unapplied", "b"]] {
        let run = project.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    }
}

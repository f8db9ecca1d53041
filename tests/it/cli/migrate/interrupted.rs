//! A migrator that is killed with the lock in its hands.

use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use super::project::Project;
use crate::support::lines;

const AT_WORK: &str = "SELECT query AS line FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'ledgerstore migrate' AND wait_event = 'PgSleep'";

#[test]
fn a_killed_program_leaves_nothing_and_the_next_one_goes_on() {
    let project = Project::new();
    let before = project.everything();
    project.add("02_long", "ALTER TABLE parts ADD COLUMN made_of TEXT;\nSELECT pg_sleep(1000);", "");
    let mut command = project.program.ready(&Project::arguments(&["up"]));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let conn = &mut project.db.conn();
    while lines(conn, AT_WORK).is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
        sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();

    // The server notices, and ends what the program had begun: nobody has to do anything.
    project.add("02_long", "ALTER TABLE parts ADD COLUMN colour TEXT;", "");
    let next = project.ok(&["up"]);
    assert!(next.stderr.ends_with("applied 02_long\n"), "{next}");
    assert_eq!(lines(conn, AT_WORK), [""; 0]);
    let after = project.everything();
    let new: Vec<_> = after.0.difference(&before.0).collect();
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].contains("colour text"), "{new:?}");
}

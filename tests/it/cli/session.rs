use ledgerstore::models::Session;

use super::program::Program;
use super::world::world;
use crate::support::lines;

#[test]
fn sessions_are_listed_and_ended() {
    let db = world();
    let program = Program::on(&db);
    let runs: Vec<_> = [
        &["session", "list"][..],
        &["session", "list", "--user", "ben"],
        &["session", "purge"],
        &["session", "revoke", "1"],
        &["session", "revoke", "1"],
        &["session", "revoke", "--user", "anna"],
        &["session", "revoke", "--user", "nobody"],
        &["session", "revoke"],
        &["session", "revoke", "1", "--user", "anna"],
    ]
    .iter()
    .map(|arguments| program.run(arguments))
    .collect();
    let codes: Vec<_> = runs.iter().map(|run| run.code).collect();
    assert_eq!(codes, [0, 0, 0, 0, 1, 0, 1, 2, 2]);
    program.assert("session_life", &runs);
    assert!(Session::list(&mut db.conn(), None, None, 1).unwrap().is_empty());
}

#[test]
fn purging_removes_what_is_over() {
    let db = world();
    let conn = &mut db.conn();
    let add = "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at, created_at, password_given_at)
               SELECT 2, sha256(name::BYTEA), '\\x01', t + INTERVAL '10 minutes', t + INTERVAL '1 day', t, t
               FROM (VALUES ('long ago', now() - INTERVAL '2 days'), ('today', now() - INTERVAL '1 hour'), ('now', now())) AS s (name, t)
               RETURNING id::TEXT AS line";
    assert_eq!(lines(conn, add).len(), 3);
    let run = Program::on(&db).ok(&["session", "purge"]);
    assert_eq!(run.stderr, "removed 2 sessions\n");
    let left: Vec<_> = Session::list(conn, None, None, 10).unwrap().iter().map(|s| s.id.get()).collect();
    assert_eq!(left, [4, 1]);
}

use chrono::Duration;
use diesel::prelude::*;
use ledgerstore::auth::{self, AuthError, SignIn, SignUp, verify_password};
use ledgerstore::models::User;
use ledgerstore::types::{PasswordHash, UserId};

use super::{PASSWORD, anna, begun, key, signed_in, with_password};
use crate::support::{TestDb, lines, rows, user};

fn refusal(conn: &mut PgConnection, who: &str, password: &str) -> String {
    let error = auth::sign_in(conn, &key(), &with_password(who, password)).unwrap_err();
    assert!(matches!(error, AuthError::WrongCredentials), "{error}");
    error.to_string()
}

fn hash_of(conn: &mut PgConnection, id: UserId) -> String {
    let sql = format!("SELECT hashed_password AS line FROM users WHERE id = {id}");
    lines(conn, &sql).remove(0)
}

#[test]
fn name_or_address_and_password_begin_a_session() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    for who in ["anna", "Anna@Example.com", "anna@EXAMPLE.com"] {
        let (token, code) = auth::sign_in(conn, &key(), &with_password(who, PASSWORD)).unwrap();
        auth::confirm_otp(conn, &key(), &token, &code).unwrap();
        assert_eq!(auth::authenticate(conn, &token).unwrap().id, user.id);
    }
}

#[test]
fn the_database_holds_neither_the_token_nor_the_code() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    let found = format!(
        "SELECT count(*)::TEXT AS line FROM sessions WHERE session_verifier = sha256(decode('{}', 'hex'))",
        token.reveal()
    );
    assert_eq!(lines(conn, &found), ["1"]);
    let code_in_clear = format!(
        "SELECT (position('{}'::BYTEA IN otp_code_encrypted))::TEXT AS line FROM sessions",
        code.reveal()
    );
    assert_eq!(lines(conn, &code_in_clear), ["0"]);
    let everything = format!("{:?}", rows(conn));
    assert!(everything.contains("anna") && !everything.contains(&token.reveal()));
}

#[test]
fn whoever_can_not_sign_in_hears_the_same() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let ben = SignUp { username: "ben", email: "ben@example.com", ..anna() };
    let ben = auth::sign_up(conn, &ben).unwrap().id;
    auth::sign_up(conn, &anna()).unwrap();
    user(conn, "locked");
    let long = "x".repeat(73);
    let mut heard = vec![
        refusal(conn, "anna", "wrong"),
        refusal(conn, "anna", ""),
        refusal(conn, "anna", &long),
        refusal(conn, "anna@example.com", "wrong"),
        refusal(conn, "nobody", PASSWORD),
        refusal(conn, "nobody", &long),
        refusal(conn, "nobody@example.com", PASSWORD),
        refusal(conn, "", PASSWORD),
        refusal(conn, "locked", "!"),
        refusal(conn, "house", "!"),
    ];
    auth::delete_user(conn, ben).unwrap();
    heard.push(refusal(conn, "ben", PASSWORD));
    heard.push(refusal(conn, "ben@example.com", PASSWORD));
    heard.dedup();
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(lines(conn, "SELECT id::TEXT AS line FROM sessions"), [""; 0]);
    auth::restore_user(conn, ben).unwrap();
    auth::sign_in(conn, &key(), &with_password("ben", PASSWORD)).unwrap();
}

#[test]
fn a_hash_of_a_lower_cost_is_replaced_and_nothing_else_changes() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    let before = signed_in(conn);
    assert!(hash_of(conn, user.id).starts_with("$2b$04$"));
    let dearer = SignIn { cost: 5, ..with_password("anna", PASSWORD) };
    auth::sign_in(conn, &key(), &SignIn { password: "wrong", ..dearer }).unwrap_err();
    assert!(hash_of(conn, user.id).starts_with("$2b$04$"), "only the right password makes a hash");
    auth::sign_in(conn, &key(), &dearer).unwrap();
    let upgraded = User::get(conn, user.id).unwrap();
    assert!(hash_of(conn, user.id).starts_with("$2b$05$"));
    assert!(verify_password(PASSWORD, &upgraded.hashed_password).unwrap());
    assert_eq!(upgraded.password_changed_at, user.password_changed_at);
    assert_eq!(auth::authenticate(conn, &before).unwrap().id, user.id, "the other session goes on");

    begun(conn);
    assert_eq!(User::get(conn, user.id).unwrap(), upgraded, "a lower cost replaces nothing");
}

#[test]
fn many_sign_ins_that_upgrade_at_once_all_succeed() {
    let db = TestDb::new();
    let user = auth::sign_up(&mut db.conn(), &anna()).unwrap();
    let dearer = SignIn { cost: 6, ..with_password("anna", PASSWORD) };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| auth::sign_in(&mut db.conn(), &key(), &dearer).unwrap());
        }
    });
    let conn = &mut db.conn();
    assert!(hash_of(conn, user.id).starts_with("$2b$06$"));
    assert_eq!(lines(conn, "SELECT count(*)::TEXT AS line FROM sessions"), ["8"]);
}

/// The password was right when it was verified, and isn't any more when the session would begin.
#[test]
fn a_password_that_changes_meanwhile_lets_nobody_in() {
    type Change<'a> = &'a dyn Fn(&mut PgConnection, UserId);
    let locked = PasswordHash::locked();
    let changes: [Change<'_>; 3] = [
        &|conn, id| drop(auth::set_password(conn, id, "another", 4).unwrap()),
        &|conn, id| drop(User::soft_delete(conn, id).unwrap()),
        &|conn, id| drop(User::update_password(conn, id, &locked).unwrap()),
    ];
    for change in changes {
        let db = TestDb::new();
        let conn = &mut db.conn();
        let user = auth::sign_up(conn, &anna()).unwrap();
        std::thread::scope(|scope| {
            conn.transaction::<_, diesel::result::Error, _>(|conn| {
                change(conn, user.id);
                let late = scope.spawn(|| {
                    auth::sign_in(&mut db.conn(), &key(), &with_password("anna", PASSWORD)).map(drop)
                });
                let waiting = "SELECT pid::TEXT AS line FROM pg_stat_activity
                               WHERE datname = current_database() AND wait_event_type = 'Lock'";
                while lines(&mut db.conn(), waiting).is_empty() {
                    assert!(!late.is_finished(), "it didn't wait for the change");
                }
                Ok(late)
            })
            .map(|late| assert!(matches!(late.join().unwrap(), Err(AuthError::WrongCredentials))))
            .unwrap();
        });
        assert_eq!(lines(conn, "SELECT id::TEXT AS line FROM sessions"), [""; 0]);
    }
}

#[test]
fn lifetimes_are_positive_and_end() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let usual = with_password("anna", PASSWORD);
    for lifetime in [Duration::zero(), Duration::seconds(-1), Duration::MAX] {
        let session = SignIn { session_lifetime: lifetime, code_lifetime: lifetime, ..usual };
        let code = SignIn {
            session_lifetime: Duration::days(1),
            code_lifetime: lifetime.min(Duration::zero()),
            ..usual
        };
        for odd in [session, code] {
            assert!(matches!(auth::sign_in(conn, &key(), &odd), Err(AuthError::Lifetime)), "{lifetime}");
        }
    }
    let brief = SignIn { session_lifetime: Duration::minutes(1), ..usual };
    auth::sign_in(conn, &key(), &brief).unwrap();
    auth::sign_in(conn, &key(), &usual).unwrap();
    let lives = "SELECT format('%s %s', otp_code_expires_at - created_at, expires_at - created_at) AS line FROM sessions ORDER BY id";
    assert_eq!(lines(conn, lives), ["00:01:00 00:01:00", "00:10:00 30 days"]);
    let odd = SignIn { cost: 3, ..usual };
    assert!(matches!(auth::sign_in(conn, &key(), &odd), Err(AuthError::Cost(3))));
}

//! Through raw SQL, as another program would: what the database itself refuses. Each rule has its case in
//! `constraints`; here they stand together against one session.

use diesel::connection::SimpleConnection;
use ledgerstore::auth::{self, AuthError};

use super::{anna, begun, expire, held, is_signed_in, key, other_than, signed_in};
use crate::support::{TestDb, lines, raw_error};

#[test]
fn a_dead_session_is_not_brought_back() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    for _ in 0..5 {
        auth::confirm_otp(conn, &key(), &token, &other_than(&code)).unwrap_err();
    }
    for (attack, rule) in [
        ("otp_code_confirmed = true", "sessions_dead_never_confirmed"),
        ("otp_code_attempts = 0", "sessions_attempts_never_fall"),
        ("otp_code_attempts = 4, otp_code_confirmed = true", "sessions_attempts_never_fall"),
        ("otp_code_attempts = 6", "sessions_otp_code_attempts_range"),
        ("otp_code_encrypted = '\\x01'", "sessions_keep_identity"),
    ] {
        assert_eq!(raw_error(conn, &format!("UPDATE sessions SET {attack}")), rule);
    }
    assert_eq!(held(conn), ["5 f"]);
    assert!(matches!(auth::confirm_otp(conn, &key(), &token, &code), Err(AuthError::CodeRefused)));
}

#[test]
fn an_expired_session_or_code_is_not_brought_back() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    expire(conn, "otp_code_expires_at");
    for (attack, rule) in [
        ("otp_code_confirmed = true", "sessions_confirm_in_time"),
        ("otp_code_expires_at = expires_at", "sessions_never_prolonged"),
        ("expires_at = 'infinity'", "sessions_never_prolonged"),
        ("created_at = now(), otp_code_expires_at = expires_at", "sessions_keep_identity"),
    ] {
        assert_eq!(raw_error(conn, &format!("UPDATE sessions SET {attack}")), rule);
    }
    assert!(matches!(auth::confirm_otp(conn, &key(), &token, &code), Err(AuthError::CodeRefused)));
}

#[test]
fn a_session_is_not_handed_to_another_user() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    let token = signed_in(conn);
    for attack in ["user_id = 1", "session_verifier = sha256('mine')"] {
        assert_eq!(raw_error(conn, &format!("UPDATE sessions SET {attack}")), "sessions_keep_identity");
    }
    assert_eq!(auth::authenticate(conn, &token).unwrap().id, user.id);
}

#[test]
fn deleting_or_locking_ends_sessions_whoever_does_it() {
    for change in ["deleted_at = now()", "hashed_password = '!'"] {
        let db = TestDb::new();
        let conn = &mut db.conn();
        auth::sign_up(conn, &anna()).unwrap();
        let (token, (waiting, code)) = (signed_in(conn), begun(conn));
        // A table of the client's own, which comes first in its search path, is none of the trigger's business.
        conn.batch_execute("CREATE TEMPORARY TABLE sessions (user_id BIGINT)").unwrap();
        conn.batch_execute(&format!("UPDATE users SET {change} WHERE username = 'anna'")).unwrap();
        let conn = &mut db.conn();
        assert_eq!(lines(conn, "SELECT id::TEXT AS line FROM sessions"), [""; 0]);
        assert!(!is_signed_in(conn, &token));
        assert!(matches!(auth::confirm_otp(conn, &key(), &waiting, &code), Err(AuthError::CodeRefused)));
    }
}

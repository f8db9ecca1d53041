use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::auth::{self, AuthError, PasswordChange, SignIn};
use ledgerstore::models::Session;

use super::{PASSWORD, anna, begun, expire, is_signed_in, key, signed_in, with_password};
use crate::support::{TestDb, lines};

const NEW: &str = "another good password";

fn change(
    conn: &mut PgConnection,
    token: &auth::SessionToken,
    old: &str,
    new: &str,
) -> Result<(), AuthError> {
    let change = PasswordChange { cost: 4, ..PasswordChange::new(old, new) };
    auth::change_password(conn, token, &change).map(drop)
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (here, elsewhere, (waiting, code)) = (signed_in(conn), signed_in(conn), begun(conn));
    change(conn, &here, PASSWORD, NEW).unwrap();
    assert!(is_signed_in(conn, &here));
    assert!(!is_signed_in(conn, &elsewhere));
    assert!(matches!(auth::confirm_otp(conn, &key(), &waiting, &code), Err(AuthError::CodeRefused)));
    assert!(matches!(
        auth::sign_in(conn, &key(), &with_password("anna", PASSWORD)),
        Err(AuthError::WrongCredentials)
    ));
    auth::sign_in(conn, &key(), &with_password("anna", NEW)).unwrap();
}

#[test]
fn a_password_is_changed_only_by_who_knows_it_and_is_signed_in() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (here, elsewhere, (waiting, _)) = (signed_in(conn), signed_in(conn), begun(conn));
    assert!(matches!(change(conn, &here, "wrong", NEW), Err(AuthError::WrongPassword)));
    assert!(matches!(change(conn, &here, PASSWORD, ""), Err(AuthError::PasswordEmpty)));
    assert!(matches!(change(conn, &waiting, PASSWORD, NEW), Err(AuthError::NotSignedIn)));
    assert!(is_signed_in(conn, &here) && is_signed_in(conn, &elsewhere), "nothing was changed");
    assert!(auth::sign_out(conn, &elsewhere).unwrap());
    assert!(matches!(change(conn, &elsewhere, PASSWORD, NEW), Err(AuthError::NotSignedIn)));
    begun(conn);
}

#[test]
fn a_password_set_by_an_administrator_ends_all_sessions() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    let token = signed_in(conn);
    auth::set_password(conn, user.id, NEW, 4).unwrap();
    assert!(!is_signed_in(conn, &token));
    assert_eq!(lines(conn, "SELECT id::TEXT AS line FROM sessions"), [""; 0]);
    auth::sign_in(conn, &key(), &with_password("anna", NEW)).unwrap();
    let nobody = "999".parse().unwrap();
    assert!(matches!(auth::set_password(conn, nobody, NEW, 4), Err(AuthError::UserNotFound)));
}

/// Another program that knows nothing of sessions changes the password, but says when.
#[test]
fn a_session_older_than_the_password_is_over() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let token = signed_in(conn);
    conn.batch_execute("UPDATE users SET password_changed_at = now()").unwrap();
    assert!(!is_signed_in(conn, &token));
    assert_eq!(lines(conn, "SELECT count(*)::TEXT AS line FROM sessions"), ["1"]);
    let later = signed_in(conn);
    assert!(is_signed_in(conn, &later));
}

#[test]
fn a_session_ends_by_signing_out_or_by_itself() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (left, expired) = (signed_in(conn), signed_in(conn));
    assert!(auth::sign_out(conn, &left).unwrap());
    assert!(!auth::sign_out(conn, &left).unwrap());
    assert!(!is_signed_in(conn, &left) && is_signed_in(conn, &expired));
    expire(conn, "otp_code_expires_at");
    assert!(is_signed_in(conn, &expired), "the code is confirmed already");
    expire(conn, "expires_at");
    assert!(!is_signed_in(conn, &expired));
}

#[test]
fn what_is_over_is_purged_and_nothing_else() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let live = signed_in(conn);
    let (waiting, code) = begun(conn);
    assert_eq!(auth::purge_expired(conn).unwrap(), 0);
    begun(conn);
    conn.batch_execute(
        "UPDATE sessions SET otp_code_expires_at = created_at + INTERVAL '1 microsecond' WHERE id IN (1, 3)",
    )
    .unwrap();
    assert_eq!(
        auth::purge_expired(conn).unwrap(),
        1,
        "the one whose code is too late, not the confirmed one"
    );
    let brief =
        SignIn { session_lifetime: chrono::Duration::microseconds(1), ..with_password("anna", PASSWORD) };
    auth::sign_in(conn, &key(), &brief).unwrap();
    assert_eq!(auth::purge_expired(conn).unwrap(), 1);
    let left: Vec<_> = Session::list(conn, None, None, 10).unwrap().iter().map(|s| s.id.get()).collect();
    assert_eq!(left, [2, 1]);
    assert!(is_signed_in(conn, &live));
    auth::confirm_otp(conn, &key(), &waiting, &code).unwrap();
}

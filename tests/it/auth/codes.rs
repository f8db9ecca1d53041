use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use ledgerstore::auth::{self, AuthError, OtpKey};

use super::{anna, begun, expire, held, is_signed_in, key, other_than};
use crate::support::{TestDb, lines};

#[test]
fn a_session_counts_once_its_code_is_confirmed() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    assert!(!is_signed_in(conn, &token));
    auth::mark_otp_sent(conn, &token).unwrap();
    assert_eq!(lines(conn, "SELECT otp_code_sent::TEXT AS line FROM sessions"), ["true"]);
    assert!(!is_signed_in(conn, &token), "sent isn't confirmed");
    auth::confirm_otp(conn, &key(), &token, &code).unwrap();
    assert!(is_signed_in(conn, &token));
    for again in [&code, &other_than(&code)] {
        assert!(matches!(auth::confirm_otp(conn, &key(), &token, again), Err(AuthError::CodeRefused)));
    }
    assert_eq!(held(conn), ["0 t"]);
}

#[test]
fn wrong_codes_are_counted_and_the_last_is_final() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    for left in [4, 3, 2, 1, 0] {
        let refused = auth::confirm_otp(conn, &key(), &token, &other_than(&code)).unwrap_err();
        assert!(
            matches!(refused, AuthError::CodeWrong { attempts_left } if attempts_left == left),
            "{refused}"
        );
    }
    for _ in 0..3 {
        assert!(matches!(auth::confirm_otp(conn, &key(), &token, &code), Err(AuthError::CodeRefused)));
    }
    assert!(!is_signed_in(conn, &token));
    assert_eq!(held(conn), ["5 f"]);
}

#[test]
fn the_fifth_code_may_still_be_right() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    for _ in 0..4 {
        auth::confirm_otp(conn, &key(), &token, &other_than(&code)).unwrap_err();
    }
    auth::confirm_otp(conn, &key(), &token, &code).unwrap();
    assert_eq!(held(conn), ["4 t"]);
}

#[test]
fn a_code_that_came_too_late_is_refused() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    expire(conn, "otp_code_expires_at");
    assert!(matches!(auth::confirm_otp(conn, &key(), &token, &code), Err(AuthError::CodeRefused)));
    assert_eq!(held(conn), ["0 f"], "it wasn't judged");
}

#[test]
fn a_code_belongs_to_its_session_and_its_key() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (first, first_code) = begun(conn);
    let (second, _) = begun(conn);
    let nobodys = "00".repeat(32).parse().unwrap();
    assert!(matches!(auth::confirm_otp(conn, &key(), &nobodys, &first_code), Err(AuthError::CodeRefused)));
    assert!(matches!(auth::mark_otp_sent(conn, &nobodys), Err(AuthError::NotSignedIn)));
    let another_key: OtpKey = "6f".repeat(32).parse().unwrap();
    let refused = auth::confirm_otp(conn, &another_key, &first, &first_code);
    assert!(matches!(refused, Err(AuthError::Cipher)));

    // Around the guard: the code that the attacker received, moved to the victim's session.
    conn.batch_execute(
        "ALTER TABLE sessions DISABLE TRIGGER sessions_keep_identity;
         UPDATE sessions SET otp_code_encrypted = (SELECT otp_code_encrypted FROM sessions WHERE id = 1) WHERE id = 2",
    )
    .unwrap();
    assert!(matches!(auth::confirm_otp(conn, &key(), &second, &first_code), Err(AuthError::Cipher)));
    assert_eq!(held(conn), ["0 f", "0 f"]);
}

#[test]
fn no_code_is_judged_where_a_rollback_could_forget_it() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    conn.test_transaction::<_, Error, _>(|conn| {
        for code in [&code, &other_than(&code)] {
            let refused = auth::confirm_otp(conn, &key(), &token, code);
            assert!(matches!(refused, Err(AuthError::InsideTransaction)));
        }
        Ok(())
    });
    assert_eq!(held(conn), ["0 f"]);
}

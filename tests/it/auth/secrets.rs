use std::fmt::Debug;

use chrono::{Duration, Utc};
use ledgerstore::auth::{
    self, AuthError, InvalidCode, InvalidToken, OtpCode, OtpKey, OtpKeyError, PasswordChange, SessionToken,
};
use ledgerstore::models::{NewSession, NewUser, Session, User};

use super::{PASSWORD, anna, begun, key, other_than, with_password};
use crate::support::TestDb;

/// Whatever could hold a secret, in every way that it can be printed: `Debug` in both forms, JSON, and messages.
#[test]
fn nothing_that_is_secret_is_shown() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    let session = Session::list(conn, None, None, 1).unwrap().remove(0);
    let (verifier, sealed) = (&session.session_verifier, &session.otp_code_encrypted);
    let new_user =
        NewUser { username: "a", email: "b", full_name: "c", hashed_password: &user.hashed_password };
    let new_session = NewSession {
        user_id: user.id,
        session_verifier: verifier,
        otp_code_encrypted: sealed,
        otp_code_expires_at: Utc::now(),
        expires_at: Utc::now() + Duration::days(1),
    };
    let things: [&dyn Debug; 13] = [
        &anna(),
        &with_password("anna", PASSWORD),
        &PasswordChange::new(PASSWORD, PASSWORD),
        &key(),
        &token,
        &code,
        &(&token, &code),
        &user,
        &user.hashed_password,
        &new_user,
        &session,
        &new_session,
        &User::get(conn, user.id),
    ];
    let mut shown: Vec<_> =
        things.iter().flat_map(|thing| [format!("{thing:?}"), format!("{thing:#?}")]).collect();
    shown.push(serde_json::to_string(&user).unwrap());
    shown.push(serde_json::to_string(&session).unwrap());
    shown.extend(refusals(&db, &token, &code));

    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let secrets = [
        PASSWORD.to_owned(),
        "$2b$".to_owned(),
        "5e".repeat(8),
        "94, 94, 94".to_owned(),
        token.reveal(),
        format!("\"{}\"", code.reveal()),
        format!("({})", code.reveal()),
        hex(verifier),
        hex(sealed),
        format!("{verifier:?}"),
        format!("{sealed:?}"),
    ];
    for text in &shown {
        assert!(!text.is_empty());
        for secret in &secrets {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    assert!(shown.iter().any(|text| text.contains("SessionToken(***)")));
    assert!(shown.len() > 40, "{}", shown.len());
}

/// Every refusal that a secret leads to, as message and as `Debug`.
fn refusals(db: &TestDb, token: &SessionToken, code: &OtpCode) -> Vec<String> {
    let conn = &mut db.conn();
    let another_key: OtpKey = "6f".repeat(32).parse().unwrap();
    let change = PasswordChange { cost: 4, ..PasswordChange::new(PASSWORD, PASSWORD) };
    let long = PASSWORD.repeat(4);
    let auth_errors: [AuthError; 8] = [
        auth::sign_up(conn, &anna()).unwrap_err(),
        auth::hash_password(&long, 4).unwrap_err(),
        auth::sign_in(conn, &key(), &with_password("nobody", PASSWORD)).unwrap_err(),
        auth::authenticate(conn, token).unwrap_err(),
        auth::change_password(conn, token, &change).unwrap_err(),
        auth::confirm_otp(conn, &another_key, token, code).unwrap_err(),
        auth::confirm_otp(conn, &key(), token, &other_than(code)).unwrap_err(),
        auth::confirm_otp(conn, &key(), &"00".repeat(32).parse().unwrap(), code).unwrap_err(),
    ];
    let bad_token: InvalidToken = format!("{}x", token.reveal()).parse::<SessionToken>().unwrap_err();
    let bad_code: InvalidCode = format!("{}0", code.reveal()).parse::<OtpCode>().unwrap_err();
    let bad_key: OtpKeyError = format!("{}x", "5e".repeat(32)).parse::<OtpKey>().unwrap_err();
    let mut told: Vec<_> =
        auth_errors.iter().flat_map(|error| [error.to_string(), format!("{error:?}")]).collect();
    told.extend([
        bad_token.to_string(),
        format!("{bad_token:?}"),
        bad_code.to_string(),
        format!("{bad_code:?}"),
    ]);
    told.extend([bad_key.to_string(), format!("{bad_key:?}")]);
    told
}

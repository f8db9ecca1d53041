//! Signing up and in: what a person can do, and what an attacker can't.

mod attacks;
mod codes;
mod guessing;
mod secrets;
mod sessions;
mod sign_in;
mod sign_up;
mod users;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::auth::{self, AuthError, OtpCode, OtpKey, SessionToken, SignIn, SignUp};

use crate::support::lines;

const PASSWORD: &str = "correct horse battery staple";

fn anna() -> SignUp<'static> {
    SignUp { cost: 4, ..SignUp::new("anna", "Anna@Example.com", "Anna Berg", PASSWORD) }
}

fn key() -> OtpKey {
    "5e".repeat(32).parse().unwrap()
}

/// With bcrypt's lowest cost, as hashing takes time that tests don't need.
fn with_password<'a>(who: &'a str, password: &'a str) -> SignIn<'a> {
    SignIn { cost: 4, ..SignIn::new(who, password) }
}

/// Anna's token and code, the code not given yet.
fn begun(conn: &mut PgConnection) -> (SessionToken, OtpCode) {
    auth::sign_in(conn, &key(), &with_password("anna", PASSWORD)).unwrap()
}

/// Anna's token, its code confirmed.
fn signed_in(conn: &mut PgConnection) -> SessionToken {
    let (token, code) = begun(conn);
    auth::confirm_otp(conn, &key(), &token, &code).unwrap();
    token
}

/// A code that is wrong.
fn other_than(code: &OtpCode) -> OtpCode {
    let last = if code.reveal().ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code.reveal()[..5]).parse().unwrap()
}

fn is_signed_in(conn: &mut PgConnection, token: &SessionToken) -> bool {
    match auth::authenticate(conn, token) {
        Ok(user) => user.username == "anna",
        Err(AuthError::NotSignedIn) => false,
        Err(other) => panic!("{other}"),
    }
}

/// Ends every session's life, or its code's, in the past, as time would.
fn expire(conn: &mut PgConnection, what: &str) {
    let sql = format!("UPDATE sessions SET {what} = created_at + INTERVAL '1 microsecond'");
    conn.batch_execute(&sql).unwrap();
}

/// What the sessions hold: attempts and whether the code is confirmed, in the order in which they began.
fn held(conn: &mut PgConnection) -> Vec<String> {
    lines(
        conn,
        "SELECT format('%s %s', otp_code_attempts, otp_code_confirmed) AS line FROM sessions ORDER BY id",
    )
}

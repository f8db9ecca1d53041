use diesel::prelude::*;

use super::{AuthError, OtpCode, OtpKey, SessionToken};
use crate::database::{RetryPolicy, in_transaction, retry};
use crate::models::Session;

/// Confirms a session with the code that the user received.
///
/// One `UPDATE` decides: it confirms or counts if the session still takes a code at that moment, under the row's
/// lock, and only then is anything told. So of any number of guesses at once at most
/// [`MAX_CODE_ATTEMPTS`](Session::MAX_CODE_ATTEMPTS) are judged, and once so many were wrong the right code is
/// refused like any other (`sessions_dead_never_confirmed`).
///
/// # Errors
/// [`AuthError::CodeWrong`] tells how many attempts are left; [`AuthError::CodeRefused`] when the session takes no
/// code; [`AuthError::Cipher`] with another key than the session began with; [`AuthError::InsideTransaction`].
pub fn confirm_otp(
    conn: &mut PgConnection,
    key: &OtpKey,
    token: &SessionToken,
    code: &OtpCode,
) -> Result<(), AuthError> {
    if in_transaction(conn) {
        return Err(AuthError::InsideTransaction);
    }
    let verifier = token.verifier();
    let session = Session::find_awaiting_code(conn, &verifier)?.ok_or(AuthError::CodeRefused)?;
    // Compared beforehand, as the key isn't in the database. The statement is the same for either outcome, and it
    // alone decides whether the outcome counts.
    let right = key.open(&session.otp_code_encrypted, &verifier)?.is(code);
    let decided = retry(conn, &RetryPolicy::default(), |conn| Session::decide_code(conn, session.id, right))?;
    match decided.ok_or(AuthError::CodeRefused)? {
        confirmed if confirmed.otp_code_confirmed => Ok(()),
        session => Err(AuthError::CodeWrong {
            attempts_left: Session::MAX_CODE_ATTEMPTS - session.otp_code_attempts,
        }),
    }
}

/// Notes that the code was handed to the user's channel (`sessions.otp_code_sent`).
///
/// # Errors
/// [`AuthError::NotSignedIn`] when no session has this token.
pub fn mark_otp_sent(conn: &mut PgConnection, token: &SessionToken) -> Result<(), AuthError> {
    let marked = Session::mark_code_sent(conn, &token.verifier())?;
    if marked { Ok(()) } else { Err(AuthError::NotSignedIn) }
}

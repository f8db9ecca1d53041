use std::ops::Range;

use super::calendar::{DAY, FAR, Instant, LIVING, MINUTE, PARTS};
use super::layout::user_id;
use super::rows::Value::{Bytes, Plain};
use super::rows::{Elements, Rows};
use super::statement::Statement;
use super::table::Table;
use super::world::World;
use crate::models::Session;

/// A session starts unconfirmed, and none is confirmed after its code has expired: those that were over in their day start
/// with a far end, are confirmed, and get the end they had.
const GIVE_CODES: &str =
    "UPDATE sessions s SET otp_code_attempts = v.attempts, otp_code_confirmed = v.confirmed,
        otp_code_expires_at = v.code_until, expires_at = v.until
    FROM unnest($1::BIGINT[], $2::INTEGER[], $3::BOOLEAN[], $4::TIMESTAMPTZ[], $5::TIMESTAMPTZ[])
        AS v (id, attempts, confirmed, code_until, until) WHERE s.id = v.id";

/// What became of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    SignedIn,
    SignedOutByTime,
    AwaitsCode,
    /// Some wrong codes were given, but not too many.
    AwaitsCodeAgain,
    CodeNotSent,
    CodeExpired,
    TooManyTries,
}

/// Ten sign-ins.
const STATES: [State; 10] = [
    State::SignedIn,
    State::SignedOutByTime,
    State::AwaitsCode,
    State::SignedIn,
    State::TooManyTries,
    State::SignedOutByTime,
    State::AwaitsCodeAgain,
    State::SignedIn,
    State::CodeExpired,
    State::CodeNotSent,
];

impl State {
    fn is_confirmed(self) -> bool {
        matches!(self, Self::SignedIn | Self::SignedOutByTime)
    }

    fn is_over(self) -> bool {
        matches!(self, Self::SignedOutByTime | Self::CodeExpired)
    }
}

impl World {
    /// Sign-ins by number, from 0. No cookie and no code belongs to them: both are random.
    pub(super) fn sessions(&self, sessions: Range<u64>) -> Vec<Statement> {
        let mut rows = Rows::new(Table::Sessions);
        let mut given: [Elements; 5] = Default::default();
        for session in sessions {
            let state = STATES[usize::try_from(session % 10).unwrap_or_default()];
            let mut draw = self.sessions.row(session);
            let user = self.present(draw.below(self.scale.users()));
            let (verifier, code): ([u8; 32], [u8; 32]) = (draw.bytes(), draw.bytes());
            let started = LIVING.around(session, self.scale.sessions(), draw.below(PARTS));
            let (code_until, until) = ends(state, started);
            let (first_code_until, first_until) =
                if state.is_confirmed() { (FAR, FAR) } else { (code_until, until) };
            rows.add(&[
                Plain(&(session + 1)),
                Plain(&user_id(user)),
                Bytes(&verifier),
                Bytes(&code),
                Plain(&(state != State::CodeNotSent)),
                Plain(&first_code_until),
                Plain(&started),
                Plain(&first_until),
                Plain(&started),
            ]);
            let attempts = match state {
                State::TooManyTries => Session::MAX_CODE_ATTEMPTS.unsigned_abs().into(),
                State::AwaitsCodeAgain => 1 + draw.below(3),
                _ => 0,
            };
            if state.is_confirmed() || attempts > 0 {
                let row: [&dyn std::fmt::Display; 5] =
                    [&(session + 1), &attempts, &state.is_confirmed(), &code_until, &until];
                given.iter_mut().zip(row).for_each(|(array, element)| array.push(element));
            }
        }
        let parameters = given.map(Elements::into_text).into();
        rows.into_statement()
            .into_iter()
            .chain([Statement::Execute { sql: GIVE_CODES, parameters }])
            .collect()
    }

    /// This one, or the next if this one has left: nobody signs in who has.
    fn present(&self, user: u64) -> u64 {
        if self.people.has_left(user) { (user + 1) % self.scale.users() } else { user }
    }
}

/// Until when the code can be given, and until when the session lasts.
fn ends(state: State, started: Instant) -> (Instant, Instant) {
    let code_until = if state.is_confirmed() || state.is_over() { started.after(10 * MINUTE) } else { FAR };
    (code_until, if state.is_over() { started.after(30 * DAY) } else { FAR })
}

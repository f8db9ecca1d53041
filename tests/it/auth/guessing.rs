//! One code, many guesses at the same moment.

use std::sync::Barrier;

use ledgerstore::auth::{self, AuthError, OtpCode, SessionToken};
use ledgerstore::models::Session;

use super::{anna, begun, held, is_signed_in, key, other_than};
use crate::support::TestDb;

const THREADS: usize = 20;
const GUESSES_EACH: usize = 5;

/// What became of the guesses.
#[derive(Debug, Default)]
struct Verdicts {
    right: usize,
    wrong: usize,
    refused: usize,
}

/// A hundred guesses from twenty connections that start together; `right_one` tells which of them are right.
fn guess(
    db: &TestDb,
    token: &SessionToken,
    code: &OtpCode,
    right_one: impl Fn(usize) -> bool + Sync,
) -> Verdicts {
    let start = Barrier::new(THREADS);
    let attack = |thread: usize| {
        let (conn, wrong) = (&mut db.conn(), other_than(code));
        start.wait();
        let guesses = (0..GUESSES_EACH).map(|turn| turn * THREADS + thread);
        guesses
            .map(|number| {
                auth::confirm_otp(conn, &key(), token, if right_one(number) { code } else { &wrong })
            })
            .collect::<Vec<_>>()
    };
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let attackers: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || attack(thread))).collect();
        attackers.into_iter().flat_map(|attacker| attacker.join().unwrap()).collect()
    });
    assert_eq!(outcomes.len(), 100);
    let mut verdicts = Verdicts::default();
    for outcome in outcomes {
        match outcome {
            Ok(()) => verdicts.right += 1,
            Err(AuthError::CodeWrong { .. }) => verdicts.wrong += 1,
            Err(AuthError::CodeRefused) => verdicts.refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    verdicts
}

#[test]
fn of_a_hundred_wrong_guesses_at_once_five_are_judged_and_the_session_is_dead() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    let verdicts = guess(&db, &token, &code, |_| false);
    assert_eq!((verdicts.right, verdicts.wrong, verdicts.refused), (0, 5, 95));
    assert!(matches!(auth::confirm_otp(conn, &key(), &token, &code), Err(AuthError::CodeRefused)));
    assert_eq!(held(conn), ["5 f"]);
}

#[test]
fn the_right_code_among_them_counts_only_before_the_last_wrong_one() {
    for round in 0..10 {
        let db = TestDb::new();
        let conn = &mut db.conn();
        auth::sign_up(conn, &anna()).unwrap();
        let (token, code) = begun(conn);
        let verdicts = guess(&db, &token, &code, |number| number % 10 == round);
        let Verdicts { right, wrong, .. } = verdicts;
        assert!(right + wrong <= 5 && right <= 1, "{verdicts:?}");
        assert_eq!(right == 1, wrong < 5, "{verdicts:?}");
        assert_eq!(is_signed_in(conn, &token), right == 1);
        assert_eq!(held(conn), [format!("{wrong} {}", if right == 1 { "t" } else { "f" })]);
    }
}

/// Both guesses found the session open; the other one's count arrives first.
#[test]
fn a_right_code_that_waits_behind_the_last_wrong_one_is_refused() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let (token, code) = begun(conn);
    for _ in 0..4 {
        auth::confirm_otp(conn, &key(), &token, &other_than(&code)).unwrap_err();
    }
    let session = Session::list(conn, None, None, 1).unwrap().remove(0);
    assert!(Session::decide_code(conn, session.id, false).unwrap().is_some(), "the fifth wrong one");
    assert_eq!(Session::decide_code(conn, session.id, true).unwrap(), None, "the right one");
    assert_eq!(held(conn), ["5 f"]);
}

use super::check::{Check, Group};
use super::pass::Pass;

const fn check(name: &'static str, holds: &'static str) -> Check {
    Check { group: Group::SignIn, name, holds }
}

pub(super) const PASSES: &[Pass] = &[
    Pass {
        reads: "users",
        sliced_by: None,
        checks: &[
            check(
                "users-well-formed",
                "Each user has a username, a full name and an e-mail address; nobody who can sign in is called by an address.",
            ),
            check("passwords-hashed", "Each password is stored as a bcrypt hash, or the user is locked."),
            check("usernames-unique", "No two users have the same username."),
            check(
                "emails-unique",
                "No two users that aren't deleted have the same e-mail address, whatever its case.",
            ),
            check("house-locked", "The user house is there, isn't deleted, and has no password."),
        ],
        sql: include_str!("sql/users.sql"),
    },
    Pass {
        reads: "sessions",
        sliced_by: None,
        checks: &[
            check("sessions-have-users", "Each session belongs to a user."),
            check(
                "session-secrets-sealed",
                "Each session's verifier is 32 bytes, as SHA-256 makes them, and its code isn't empty.",
            ),
            check("session-verifiers-unique", "No two sessions have the same verifier."),
            check("session-attempts-in-range", "Each session counts 0 to 5 wrong codes."),
            check("dead-sessions-unconfirmed", "No session with five wrong codes is confirmed."),
            check(
                "sessions-expire",
                "Each session ends after it began, and its code and its password were given within that time.",
            ),
            check(
                "sessions-end-with-users",
                "No deleted user has a session from before the deletion; no deleted or locked user has a confirmed one.",
            ),
        ],
        sql: include_str!("sql/sessions.sql"),
    },
];

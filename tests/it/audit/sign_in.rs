use super::{Case, KEY_GONE, RULE_GONE};

pub(super) const CASES: &[Case] = &[
    (
        "users-well-formed",
        "ALTER TABLE users DROP CONSTRAINT users_full_name_not_blank; UPDATE users SET full_name = '' WHERE id = 2",
        RULE_GONE,
        "user 2: users_full_name_not_blank",
    ),
    (
        "users-well-formed",
        "ALTER TABLE users DROP CONSTRAINT users_username_no_address; UPDATE users SET username = 'ben@example.com' WHERE id = 4",
        RULE_GONE,
        "user 4: users_username_no_address",
    ),
    (
        "passwords-hashed",
        "ALTER TABLE users DROP CONSTRAINT users_hashed_password_bcrypt; UPDATE users SET hashed_password = 'hunter2' WHERE id = 2",
        RULE_GONE,
        "user 2",
    ),
    (
        "usernames-unique",
        "ALTER TABLE users DROP CONSTRAINT users_username_key CASCADE; UPDATE users SET username = 'anna' WHERE id = 4",
        KEY_GONE,
        "users 2 to 4",
    ),
    (
        "emails-unique",
        "DROP INDEX users_email_key; UPDATE users SET email = 'ANNA@example.com' WHERE id = 3",
        &["indexes-valid"],
        "users 2 to 3",
    ),
    ("house-locked", "UPDATE users SET deleted_at = now() WHERE id = 1", &[], "user 1"),
    (
        "house-locked",
        "UPDATE users SET hashed_password = '$2b$12$' || repeat('a', 53) WHERE id = 1",
        &[],
        "user 1",
    ),
    (
        "house-locked",
        "UPDATE users SET username = 'bank' WHERE id = 1;
         UPDATE accounts SET owner = 'bank', overdraft_limit = 1000000 WHERE owner = 'house'",
        &["exchanges-through-house", "orders-paid"],
        "there is no user house",
    ),
    ("sessions-have-users", "UPDATE sessions SET user_id = 99 WHERE id = 1", &[], "session 1"),
    (
        "session-secrets-sealed",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_session_verifier_sha256;
         UPDATE sessions SET session_verifier = 'cookie' WHERE id = 1",
        RULE_GONE,
        "session 1",
    ),
    (
        "session-verifiers-unique",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_session_verifier_key; UPDATE sessions SET session_verifier = sha256('x') WHERE id < 3",
        KEY_GONE,
        "sessions 1 to 2",
    ),
    (
        "session-attempts-in-range",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_otp_code_attempts_range; UPDATE sessions SET otp_code_attempts = 6 WHERE id = 1",
        RULE_GONE,
        "session 1",
    ),
    (
        "dead-sessions-unconfirmed",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_dead_never_confirmed; UPDATE sessions SET otp_code_confirmed = true WHERE id = 3",
        RULE_GONE,
        "session 3",
    ),
    (
        "sessions-expire",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_expires_at_finite; UPDATE sessions SET expires_at = 'infinity' WHERE id = 1",
        RULE_GONE,
        "session 1: sessions_expires_at_finite",
    ),
    (
        "sessions-expire",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_password_given_in_life;
         UPDATE sessions SET password_given_at = created_at - INTERVAL '1 day' WHERE id = 2",
        RULE_GONE,
        "session 2: sessions_password_given_in_life",
    ),
    // Deleted or locked while signed in, without the trigger that ends the sessions.
    ("sessions-end-with-users", "UPDATE users SET deleted_at = now() WHERE id = 3", &[], "session 3"),
    ("sessions-end-with-users", "UPDATE users SET hashed_password = '!' WHERE id = 2", &[], "session 2"),
];

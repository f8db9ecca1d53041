use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "users_pkey",
        "",
        "INSERT INTO users (id, username, email, full_name, hashed_password) OVERRIDING SYSTEM VALUE VALUES (1, 'dora', 'd@x', 'Dora', '!')",
    ),
    (
        "users_username_key",
        "",
        "INSERT INTO users (username, email, full_name, hashed_password) VALUES ('anna', 'd@x', 'Dora', '!')",
    ),
    ("users_username_not_blank", "", "UPDATE users SET username = ' ' WHERE id = 4"),
    (
        "users_email_key",
        "",
        "INSERT INTO users (username, email, full_name, hashed_password) VALUES ('dora', 'ANNA@example.com', 'Dora', '!')",
    ),
    (
        "users_email_key",
        "UPDATE users SET deleted_at = now() WHERE id = 4; UPDATE users SET email = 'carl@example.com' WHERE id = 3",
        "UPDATE users SET deleted_at = NULL WHERE id = 4",
    ),
    ("users_email_shape", "", "UPDATE users SET email = 'anna' WHERE id = 2"),
    ("users_email_shape", "", "UPDATE users SET email = 'an na@example.com' WHERE id = 2"),
    ("users_full_name_not_blank", "", "UPDATE users SET full_name = '' WHERE id = 2"),
    ("users_hashed_password_bcrypt", "", "UPDATE users SET hashed_password = 'hunter2' WHERE id = 2"),
    (
        "users_hashed_password_bcrypt",
        "",
        "UPDATE users SET hashed_password = '$2b$03$' || repeat('a', 53) WHERE id = 2",
    ),
    (
        "users_username_no_address",
        "UPDATE users SET username = 'anna@example.com' WHERE id = 3",
        "UPDATE users SET hashed_password = '$2b$12$' || repeat('a', 53) WHERE id = 3",
    ),
    (
        "users_version_positive",
        "",
        "INSERT INTO users (username, email, full_name, hashed_password, version) VALUES ('dora', 'd@x', 'Dora', '!', 0)",
    ),
    ("users_keep_house", "", "UPDATE users SET username = 'bank' WHERE id = 1"),
    ("users_keep_house", "", "UPDATE users SET deleted_at = now() WHERE id = 1"),
    ("users_keep_house", "", "DELETE FROM users WHERE id = 1"),
    (
        "users_keep_house",
        "",
        "UPDATE users SET hashed_password = '$2b$12$' || repeat('a', 53) WHERE id = 1",
    ),
    (
        "sessions_pkey",
        "",
        "INSERT INTO sessions (id, user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at) OVERRIDING SYSTEM VALUE VALUES (1, 2, sha256('x'), '\\x01', now() + INTERVAL '1 day', now() + INTERVAL '1 day')",
    ),
    (
        "sessions_user_id_fkey",
        "",
        "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at) VALUES (999, sha256('x'), '\\x01', now() + INTERVAL '1 day', now() + INTERVAL '1 day')",
    ),
    (
        "sessions_session_verifier_key",
        "",
        "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at) VALUES (3, sha256('cookie'), '\\x01', now() + INTERVAL '1 day', now() + INTERVAL '1 day')",
    ),
    (
        "sessions_session_verifier_sha256",
        "ALTER TABLE sessions DISABLE TRIGGER sessions_keep_identity",
        "UPDATE sessions SET session_verifier = 'cookie' WHERE id = 1",
    ),
    (
        "sessions_otp_code_encrypted_not_empty",
        "ALTER TABLE sessions DISABLE TRIGGER sessions_keep_identity",
        "UPDATE sessions SET otp_code_encrypted = '' WHERE id = 1",
    ),
    ("sessions_otp_code_attempts_range", "", "UPDATE sessions SET otp_code_attempts = 6 WHERE id = 1"),
    (
        "sessions_otp_code_attempts_range",
        "ALTER TABLE sessions DISABLE TRIGGER sessions_attempts_never_fall",
        "UPDATE sessions SET otp_code_attempts = -1 WHERE id = 1",
    ),
    (
        "sessions_expires_after_created",
        "ALTER TABLE sessions DROP CONSTRAINT sessions_otp_code_expires_in_life, DROP CONSTRAINT sessions_password_given_in_life",
        "UPDATE sessions SET expires_at = created_at WHERE id = 1",
    ),
    (
        "sessions_expires_at_finite",
        "",
        "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at) VALUES (2, sha256('x'), '\\x01', now() + INTERVAL '1 day', 'infinity')",
    ),
    (
        "sessions_otp_code_expires_in_life",
        "",
        "UPDATE sessions SET otp_code_expires_at = created_at WHERE id = 1",
    ),
    (
        "sessions_otp_code_expires_in_life",
        "",
        "UPDATE sessions SET expires_at = created_at + INTERVAL '1 minute' WHERE id = 1",
    ),
    (
        "sessions_password_given_in_life",
        "",
        "UPDATE sessions SET password_given_at = created_at - INTERVAL '1 second' WHERE id = 1",
    ),
    ("sessions_password_given_in_life", "", "UPDATE sessions SET password_given_at = 'infinity' WHERE id = 1"),
    ("sessions_dead_never_confirmed", "", "UPDATE sessions SET otp_code_confirmed = true WHERE id = 2"),
    (
        "sessions_dead_never_confirmed",
        "",
        "UPDATE sessions SET otp_code_confirmed = true, otp_code_attempts = 5 WHERE id = 1",
    ),
    (
        "sessions_start_unconfirmed",
        "",
        "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_confirmed, otp_code_expires_at, expires_at) VALUES (2, sha256('x'), '\\x01', true, now() + INTERVAL '1 day', now() + INTERVAL '1 day')",
    ),
    (
        "sessions_start_unconfirmed",
        "",
        "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_attempts, otp_code_expires_at, expires_at) VALUES (2, sha256('x'), '\\x01', 1, now() + INTERVAL '1 day', now() + INTERVAL '1 day')",
    ),
    ("sessions_keep_identity", "", "UPDATE sessions SET user_id = 3 WHERE id = 1"),
    ("sessions_keep_identity", "", "UPDATE sessions SET session_verifier = sha256('mine') WHERE id = 3"),
    ("sessions_keep_identity", "", "UPDATE sessions SET otp_code_encrypted = '\\x02' WHERE id = 1"),
    ("sessions_keep_identity", "", "UPDATE sessions SET created_at = now() - INTERVAL '1 day' WHERE id = 1"),
    (
        "sessions_never_prolonged",
        "",
        "UPDATE sessions SET expires_at = expires_at + INTERVAL '1 second' WHERE id = 3",
    ),
    (
        "sessions_never_prolonged",
        "",
        "UPDATE sessions SET otp_code_expires_at = otp_code_expires_at + INTERVAL '1 second' WHERE id = 1",
    ),
    ("sessions_attempts_never_fall", "", "UPDATE sessions SET otp_code_attempts = 0 WHERE id = 2"),
    (
        "sessions_attempts_never_fall",
        "",
        "UPDATE sessions SET otp_code_attempts = 4, otp_code_confirmed = true WHERE id = 2",
    ),
    ("sessions_confirmed_is_final", "", "UPDATE sessions SET otp_code_confirmed = false WHERE id = 3"),
    ("sessions_confirmed_is_final", "", "UPDATE sessions SET otp_code_attempts = 5 WHERE id = 3"),
    (
        "sessions_confirm_in_time",
        "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at, password_given_at, created_at)
         VALUES (2, sha256('late'), '\\x01', now() - INTERVAL '1 minute', now() + INTERVAL '1 day', now(), now() - INTERVAL '1 hour')",
        "UPDATE sessions SET otp_code_confirmed = true WHERE session_verifier = sha256('late')",
    ),
];

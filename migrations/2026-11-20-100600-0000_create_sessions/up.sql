SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

CREATE TABLE sessions (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT sessions_pkey PRIMARY KEY,
    user_id BIGINT NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    session_verifier BYTEA NOT NULL
        CONSTRAINT sessions_session_verifier_key UNIQUE
        CONSTRAINT sessions_session_verifier_sha256 CHECK (octet_length(session_verifier) = 32),
    otp_code_encrypted BYTEA NOT NULL
        CONSTRAINT sessions_otp_code_encrypted_not_empty CHECK (octet_length(otp_code_encrypted) > 0),
    otp_code_attempts INTEGER NOT NULL DEFAULT 0
        CONSTRAINT sessions_otp_code_attempts_range CHECK (otp_code_attempts BETWEEN 0 AND 5),
    otp_code_confirmed BOOLEAN NOT NULL DEFAULT false,
    otp_code_sent BOOLEAN NOT NULL DEFAULT false,
    expires_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT sessions_expires_after_created CHECK (expires_at > created_at)
);

CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

COMMENT ON TABLE sessions IS 'Sign-ins. A session counts once its one-time code is confirmed, until it expires; it goes with its user.';
COMMENT ON COLUMN sessions.id IS 'The session''s number, given by the database.';
COMMENT ON COLUMN sessions.user_id IS 'Who signed in.';
COMMENT ON COLUMN sessions.session_verifier IS 'SHA-256 of the 32 random bytes in the cookie: who reads this table can''t sign in with it.';
COMMENT ON COLUMN sessions.otp_code_encrypted IS 'The one-time code, encrypted; the key is not in the database.';
COMMENT ON COLUMN sessions.otp_code_attempts IS 'Wrong codes given so far; at 5 the session is dead.';
COMMENT ON COLUMN sessions.otp_code_confirmed IS 'Whether the right code was given.';
COMMENT ON COLUMN sessions.otp_code_sent IS 'Whether the code was handed to the user''s channel.';
COMMENT ON COLUMN sessions.expires_at IS 'When the session ends by itself.';
COMMENT ON COLUMN sessions.created_at IS 'When the user signed in.';

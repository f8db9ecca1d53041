SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

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
    otp_code_expires_at TIMESTAMPTZ NOT NULL,
    password_given_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL CONSTRAINT sessions_expires_at_finite CHECK (isfinite(expires_at)),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT sessions_expires_after_created CHECK (expires_at > created_at),
    CONSTRAINT sessions_otp_code_expires_in_life
        CHECK (otp_code_expires_at > created_at AND otp_code_expires_at <= expires_at),
    CONSTRAINT sessions_password_given_in_life CHECK (password_given_at >= created_at AND password_given_at < expires_at),
    -- The last wrong code is final: not even the right one confirms the session then.
    CONSTRAINT sessions_dead_never_confirmed CHECK (NOT (otp_code_confirmed AND otp_code_attempts = 5))
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
COMMENT ON COLUMN sessions.otp_code_expires_at IS 'Until when the code can be given.';
COMMENT ON COLUMN sessions.password_given_at IS 'When the user last gave the password here: one that was changed since ends the session.';
COMMENT ON COLUMN sessions.expires_at IS 'When the session ends by itself.';
COMMENT ON COLUMN sessions.created_at IS 'When the user signed in.';

CREATE TRIGGER sessions_start_unconfirmed BEFORE INSERT ON sessions
FOR EACH ROW WHEN (NEW.otp_code_confirmed OR NEW.otp_code_attempts <> 0)
EXECUTE FUNCTION refuse('sessions_start_unconfirmed', 'a session starts without a confirmed code and without attempts', 'Insert it, then count what is given.');

CREATE TRIGGER sessions_keep_identity BEFORE UPDATE ON sessions
FOR EACH ROW WHEN (NEW.user_id <> OLD.user_id OR NEW.session_verifier <> OLD.session_verifier
    OR NEW.otp_code_encrypted <> OLD.otp_code_encrypted OR NEW.created_at <> OLD.created_at)
EXECUTE FUNCTION refuse('sessions_keep_identity', 'a session keeps its user, its verifier, its code and when it began', 'Start another session.');

CREATE TRIGGER sessions_never_prolonged BEFORE UPDATE ON sessions
FOR EACH ROW WHEN (NEW.expires_at > OLD.expires_at OR NEW.otp_code_expires_at > OLD.otp_code_expires_at)
EXECUTE FUNCTION refuse('sessions_never_prolonged', 'neither a session nor its code lasts longer than at first', 'Start another session.');

CREATE TRIGGER sessions_attempts_never_fall BEFORE UPDATE ON sessions
FOR EACH ROW WHEN (NEW.otp_code_attempts < OLD.otp_code_attempts)
EXECUTE FUNCTION refuse('sessions_attempts_never_fall', 'a wrong code stays counted', 'Start another session.');

CREATE TRIGGER sessions_confirmed_is_final BEFORE UPDATE ON sessions
FOR EACH ROW WHEN (OLD.otp_code_confirmed AND (NOT NEW.otp_code_confirmed OR NEW.otp_code_attempts <> OLD.otp_code_attempts))
EXECUTE FUNCTION refuse('sessions_confirmed_is_final', 'a confirmed session stays confirmed and takes no more codes', 'Delete it to end it.');

CREATE TRIGGER sessions_confirm_in_time BEFORE UPDATE ON sessions
FOR EACH ROW WHEN (NEW.otp_code_confirmed AND NOT OLD.otp_code_confirmed AND OLD.otp_code_expires_at <= now())
EXECUTE FUNCTION refuse('sessions_confirm_in_time', 'the code has expired', 'Start another session.');

CREATE FUNCTION end_sessions() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
    DELETE FROM sessions WHERE user_id = NEW.id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION end_sessions() IS 'Ends the sessions of a user who is deleted or locked, whoever does it: none comes back when the user does.';

CREATE TRIGGER users_end_sessions AFTER UPDATE ON users
FOR EACH ROW WHEN ((OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
    OR (OLD.hashed_password <> '!' AND NEW.hashed_password = '!'))
EXECUTE FUNCTION end_sessions();

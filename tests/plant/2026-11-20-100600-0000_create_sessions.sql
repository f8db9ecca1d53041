INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at)
SELECT id, sha256(username::BYTEA), '\x01', now() + INTERVAL '10 minutes', now() + INTERVAL '1 day' FROM users;
UPDATE sessions SET otp_code_attempts = 2;

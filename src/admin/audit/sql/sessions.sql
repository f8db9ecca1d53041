-- Every session with its user, and the sessions under each verifier together.
WITH looked AS (
    SELECT s.id, s.session_verifier, u.id IS NULL AS userless,
           octet_length(s.session_verifier) <> 32 OR octet_length(s.otp_code_encrypted) = 0 AS unsealed,
           s.otp_code_attempts NOT BETWEEN 0 AND 5 AS miscounted,
           s.otp_code_confirmed AND s.otp_code_attempts >= 5 AS undead,
           CASE WHEN NOT isfinite(s.expires_at) THEN 'sessions_expires_at_finite'
                WHEN s.expires_at <= s.created_at THEN 'sessions_expires_after_created'
                WHEN s.otp_code_expires_at <= s.created_at OR s.otp_code_expires_at > s.expires_at
                    THEN 'sessions_otp_code_expires_in_life'
                WHEN s.password_given_at < s.created_at OR s.password_given_at >= s.expires_at
                    THEN 'sessions_password_given_in_life'
           END AS untimely,
           (u.deleted_at IS NOT NULL AND (s.otp_code_confirmed OR s.created_at < u.deleted_at))
               OR (u.hashed_password = '!' AND s.otp_code_confirmed) AS outlived
    FROM sessions s LEFT JOIN users u ON u.id = s.user_id
)
SELECT told.*
FROM (SELECT count(*) AS sessions,
             array_agg(format('session %s', id)) FILTER (WHERE userless) AS userless,
             array_agg(format('session %s', id)) FILTER (WHERE unsealed) AS unsealed,
             array_agg(format('session %s', id)) FILTER (WHERE miscounted) AS miscounted,
             array_agg(format('session %s', id)) FILTER (WHERE undead) AS undead,
             array_agg(format('session %s: %s', id, untimely)) FILTER (WHERE untimely IS NOT NULL) AS untimely,
             array_agg(format('session %s', id)) FILTER (WHERE outlived) AS outlived
      FROM looked) every,
     LATERAL (VALUES ('sessions-have-users', sessions, userless),
                     ('session-secrets-sealed', sessions, unsealed),
                     ('session-attempts-in-range', sessions, miscounted),
                     ('dead-sessions-unconfirmed', sessions, undead),
                     ('sessions-expire', sessions, untimely),
                     ('sessions-end-with-users', sessions, outlived)) AS told (name, checked, subjects)
UNION ALL
SELECT 'session-verifiers-unique', COALESCE(sum(used), 0)::BIGINT,
       array_agg(format('sessions %s to %s', first, last)) FILTER (WHERE used > 1)
FROM (SELECT count(*) AS used, min(id) AS first, max(id) AS last FROM looked GROUP BY session_verifier) verifiers

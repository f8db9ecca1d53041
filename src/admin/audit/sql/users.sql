-- Every user, and the users under each name and each address together.
WITH looked AS (
    SELECT id, username, email, hashed_password, deleted_at, username = 'house' AS is_house,
           CASE WHEN btrim(username) = '' THEN 'users_username_not_blank'
                WHEN hashed_password <> '!' AND position('@' IN username) > 0 THEN 'users_username_no_address'
                WHEN email !~ '^[^@[:space:]]+@[^@[:space:]]+$' THEN 'users_email_shape'
                WHEN btrim(full_name) = '' THEN 'users_full_name_not_blank'
                WHEN version < 1 THEN 'users_version_positive'
           END AS broken,
           hashed_password <> '!'
               AND hashed_password !~ '^\$2[abxy]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}$' AS unhashed
    FROM users
)
SELECT told.*
FROM (SELECT count(*) AS users, count(*) FILTER (WHERE is_house) AS houses,
             array_agg(format('user %s: %s', id, broken)) FILTER (WHERE broken IS NOT NULL) AS malformed,
             array_agg(format('user %s', id)) FILTER (WHERE unhashed) AS unhashed,
             CASE WHEN bool_or(is_house) IS NOT TRUE THEN ARRAY['there is no user house']
                  ELSE array_agg(format('user %s', id))
                       FILTER (WHERE is_house AND (deleted_at IS NOT NULL OR hashed_password <> '!')) END AS unguarded
      FROM looked) every,
     LATERAL (VALUES ('users-well-formed', users, malformed),
                     ('passwords-hashed', users, unhashed),
                     ('house-locked', houses, unguarded)) AS told (name, checked, subjects)
UNION ALL
SELECT 'usernames-unique', COALESCE(sum(used), 0)::BIGINT,
       array_agg(format('users %s to %s', first, last)) FILTER (WHERE used > 1)
FROM (SELECT count(*) AS used, min(id) AS first, max(id) AS last FROM looked GROUP BY username) names
UNION ALL
SELECT 'emails-unique', COALESCE(sum(used), 0)::BIGINT,
       array_agg(format('users %s to %s', first, last)) FILTER (WHERE used > 1)
FROM (SELECT count(*) AS used, min(id) AS first, max(id) AS last
      FROM looked WHERE deleted_at IS NULL GROUP BY lower(email)) addresses

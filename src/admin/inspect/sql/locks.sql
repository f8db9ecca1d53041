-- `pg_locks.waitstart` came with PostgreSQL 14; before it, the statement's start is the best there is.
WITH waiting AS (
    SELECT pid, pg_blocking_pids(pid) AS blocked_by
    FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
), blocking AS (
    SELECT DISTINCT unnest(blocked_by) AS pid FROM waiting
)
SELECT involved.pid,
       a.state,
       COALESCE(w.blocked_by, '{}') AS blocked_by,
       (SELECT count(*) FROM waiting other WHERE involved.pid = ANY (other.blocked_by)) AS blocks,
       l.mode AS lock_mode,
       COALESCE(l.relation::regclass::text, l.locktype) AS lock_on,
       CASE WHEN w.pid IS NOT NULL THEN
           (extract(epoch FROM clock_timestamp() - COALESCE((to_jsonb(l) ->> 'waitstart')::timestamptz, a.query_start)) * 1000)
               ::bigint
       END AS waited_ms,
       (extract(epoch FROM clock_timestamp() - a.xact_start) * 1000)::bigint AS transaction_ms,
       a.usename::text AS role,
       a.application_name AS application,
       a.query
FROM (SELECT pid FROM waiting UNION SELECT pid FROM blocking) involved
LEFT JOIN waiting w ON w.pid = involved.pid
LEFT JOIN pg_stat_activity a ON a.pid = involved.pid
LEFT JOIN pg_locks l ON l.pid = w.pid AND NOT l.granted
ORDER BY w.pid IS NOT NULL, transaction_ms DESC NULLS LAST, involved.pid

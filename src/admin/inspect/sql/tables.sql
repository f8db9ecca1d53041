-- A table's pages may have grown since it was analyzed: the planner scales its rows, and so do we.
SELECT t.relname::text AS name,
       CASE WHEN t.reltuples > 0 AND t.relpages > 0
            THEN (t.reltuples / t.relpages * (pg_relation_size(t.oid) / current_setting('block_size')::int))::bigint
       END AS estimate,
       pg_table_size(t.oid) AS table_bytes,
       pg_indexes_size(t.oid) AS index_bytes,
       (SELECT count(*) FROM pg_index i WHERE i.indrelid = t.oid) AS indexes,
       obj_description(t.oid, 'pg_class') AS comment
FROM pg_class t
WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
ORDER BY t.relname

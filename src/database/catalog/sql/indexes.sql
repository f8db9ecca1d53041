-- Those that no constraint made. pg_get_indexdef names the schema.
SELECT 'pg_class'::REGCLASS AS class, c.oid, t.oid AS relation, t.relname::TEXT AS base, format('%I', c.relname) AS name,
       format('INDEX %I', c.relname) AS target,
       concat_ws(E'\n',
           head || format('%I', t.relname) || substr(pg_get_indexdef(c.oid), length(head || format('%I.%I', current_schema(), t.relname)) + 1) || ';',
           (SELECT format('ALTER INDEX %s ATTACH PARTITION %I;', inhparent::REGCLASS, c.relname)
            FROM pg_inherits WHERE inhrelid = c.oid),
           CASE WHEN i.indisclustered THEN format('ALTER TABLE %I CLUSTER ON %I;', t.relname, c.relname) END,
           CASE WHEN i.indisreplident THEN format('ALTER TABLE ONLY %I REPLICA IDENTITY USING INDEX %I;', t.relname, c.relname) END,
           (SELECT string_agg(format('ALTER INDEX %I ALTER COLUMN %s SET STATISTICS %s;', c.relname, attnum, attstattarget), E'\n' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = c.oid AND attstattarget >= 0),
           CASE WHEN NOT (i.indisvalid AND i.indisready) THEN '-- invalid: it was not built to its end' END) AS sql
FROM own c
JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_class t ON t.oid = i.indrelid,
LATERAL (SELECT format('CREATE %sINDEX %I ON %s', CASE WHEN i.indisunique THEN 'UNIQUE ' END, c.relname,
                       CASE WHEN t.relkind = 'p' THEN 'ONLY ' END) AS head) heads
WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid AND contype IN ('p', 'u', 'x'))
  AND NOT i.indisprimary

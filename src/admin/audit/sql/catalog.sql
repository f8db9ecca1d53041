-- What the migrations made (the list expected, which goes before this), beside what the catalog has of it.
, own AS (
    SELECT oid FROM pg_namespace WHERE nspname = current_schema()
), tables AS (
    SELECT c.oid, relname FROM pg_class c JOIN own ON relnamespace = own.oid WHERE relkind IN ('r', 'p')
), there AS (
    -- conenforced came with PostgreSQL 18.
    SELECT 'constraint' AS kind, relname::TEXT AS relation, conname::TEXT AS name,
           CASE WHEN to_jsonb(k) ->> 'conenforced' = 'false' THEN 'isn''t enforced'
                WHEN NOT convalidated THEN 'isn''t validated' END AS fault
    FROM pg_constraint k JOIN tables ON conrelid = tables.oid
    UNION ALL
    SELECT 'column', relname, attname, CASE WHEN NOT attnotnull THEN 'may be NULL' END
    FROM pg_attribute JOIN tables ON attrelid = tables.oid WHERE attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT 'index', tables.relname, i.relname, CASE WHEN NOT (indisvalid AND indisready AND indislive) THEN 'isn''t valid' END
    FROM pg_index JOIN tables ON indrelid = tables.oid JOIN pg_class i ON i.oid = indexrelid
    UNION ALL
    SELECT 'trigger', relname, tgname,
           CASE tgenabled WHEN 'D' THEN 'is disabled' WHEN 'R' THEN 'fires on replicas only' END
    FROM pg_trigger JOIN tables ON tgrelid = tables.oid WHERE NOT tgisinternal
    UNION ALL
    -- Those that keep a foreign key are PostgreSQL's own: they go by the key's name.
    SELECT 'key trigger', relname, conname,
           CASE tgenabled WHEN 'D' THEN 'is disabled' WHEN 'R' THEN 'fires on replicas only' END
    FROM pg_trigger t JOIN tables ON tgrelid = tables.oid JOIN pg_constraint k ON k.oid = tgconstraint WHERE tgisinternal
    UNION ALL
    SELECT 'function', lanname, proname,
           CASE WHEN lanname = 'plpgsql' AND proconfig IS DISTINCT FROM ARRAY[format('search_path=%I, pg_temp', current_schema())]
                THEN 'doesn''t look for its tables in its own schema only' END
    FROM pg_proc p JOIN own ON pronamespace = own.oid JOIN pg_language l ON l.oid = prolang
), held AS (
    SELECT e.kind, CASE e.kind WHEN 'function' THEN e.name ELSE e.relation || '.' || e.name END AS name,
           CASE WHEN t.name IS NULL THEN 'isn''t there' ELSE t.fault END AS fault
    FROM expected e LEFT JOIN there t ON t.kind = e.kind AND t.relation = e.relation AND t.name = e.name
    UNION ALL
    -- One that somebody added has to work, too.
    SELECT kind, relation || '.' || name, fault FROM there t
    WHERE kind IN ('constraint', 'index', 'trigger', 'key trigger') AND relation IN (SELECT relation FROM expected)
      AND NOT EXISTS (SELECT FROM expected e WHERE e.kind = t.kind AND e.relation = t.relation AND e.name = t.name)
)
SELECT checks.name, count(held.name) AS checked,
       array_agg(format('%s %s', held.name, fault)) FILTER (WHERE fault IS NOT NULL) AS subjects
FROM (VALUES ('constraints-validated', '{constraint}'::TEXT[]), ('columns-not-null', '{column}'), ('indexes-valid', '{index}'),
             ('triggers-enabled', '{trigger,key trigger}'), ('functions-in-own-schema', '{function}')) AS checks (name, kinds)
LEFT JOIN held ON held.kind = ANY (checks.kinds)
GROUP BY checks.name

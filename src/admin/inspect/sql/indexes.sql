WITH indexes AS (
    SELECT i.*, t.relname AS table_name, x.relname AS name, x.relam,
           i.indkey::int2[] AS keys, i.indclass::oid[] AS classes, i.indcollation::oid[] AS collations,
           i.indoption::int2[] AS options, pg_get_expr(i.indpred, i.indrelid) AS predicate
    FROM pg_index i
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = current_schema()::regnamespace
)
SELECT i.table_name::text,
       i.name::text,
       (SELECT string_agg(pg_get_indexdef(i.indexrelid, k, true), ', ' ORDER BY k)
        FROM generate_series(1, i.indnkeyatts::int) k) AS columns,
       i.predicate,
       i.indisunique AS is_unique,
       i.indisvalid AS is_valid,
       pg_relation_size(i.indexrelid) AS bytes,
       pg_stat_get_numscans(i.indexrelid) AS scans,
       -- An index whose keys are the first keys of another one serves nothing that the other doesn't, unless it also
       -- keeps rows unique. Of two that are the same, the later one is the one too many.
       (SELECT min(o.name::text)
        FROM indexes o
        WHERE o.indrelid = i.indrelid AND o.indexrelid <> i.indexrelid AND o.relam = i.relam AND o.indisvalid
          AND i.indexprs IS NULL AND o.indexprs IS NULL AND i.predicate IS NOT DISTINCT FROM o.predicate
          AND i.indnatts = i.indnkeyatts AND i.indnkeyatts <= o.indnkeyatts
          AND i.keys[0:i.indnkeyatts - 1] = o.keys[0:i.indnkeyatts - 1]
          AND i.classes[0:i.indnkeyatts - 1] = o.classes[0:i.indnkeyatts - 1]
          AND i.collations[0:i.indnkeyatts - 1] = o.collations[0:i.indnkeyatts - 1]
          AND i.options[0:i.indnkeyatts - 1] = o.options[0:i.indnkeyatts - 1]
          AND CASE WHEN i.indnkeyatts = o.indnkeyatts AND i.indisunique = o.indisunique
                   THEN o.indexrelid < i.indexrelid
                   WHEN i.indnkeyatts = o.indnkeyatts THEN o.indisunique
                   ELSE NOT i.indisunique END) AS covered_by
FROM indexes i
ORDER BY i.table_name, i.name

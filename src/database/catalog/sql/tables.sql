-- Tables with their columns: ordinary, partitioned, partitions and foreign ones. What a table has besides its columns
-- follows as statements of its own.
SELECT 'pg_class'::REGCLASS AS class, c.oid, c.oid AS relation, c.relname::TEXT AS base, format('%I', c.relname) AS name,
       format('%sTABLE %I', CASE c.relkind WHEN 'f' THEN 'FOREIGN ' END, c.relname) AS target,
       concat_ws(E'\n',
           format(E'CREATE %sTABLE %I (%s)%s;',
                  CASE WHEN c.relkind = 'f' THEN 'FOREIGN ' WHEN c.relpersistence = 'u' THEN 'UNLOGGED ' END,
                  c.relname, E'\n' || columns.list || E'\n', clauses.list),
           (SELECT format('ALTER TABLE ONLY %s ATTACH PARTITION %I %s;', inhparent::REGCLASS, c.relname,
                          pg_get_expr(c.relpartbound, c.oid))
            FROM pg_inherits WHERE inhrelid = c.oid AND c.relispartition),
           'ALTER TABLE ' || quote_ident(c.relname) || ' OF ' || CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END || ';',
           columns.settings,
           CASE c.relreplident WHEN 'f' THEN format('ALTER TABLE ONLY %I REPLICA IDENTITY FULL;', c.relname)
                               WHEN 'n' THEN format('ALTER TABLE ONLY %I REPLICA IDENTITY NOTHING;', c.relname) END,
           CASE WHEN c.relrowsecurity THEN format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY;', c.relname) END,
           CASE WHEN c.relforcerowsecurity THEN format('ALTER TABLE ONLY %I FORCE ROW LEVEL SECURITY;', c.relname) END) AS sql
FROM own c
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server s ON s.oid = f.ftserver
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN relation_options o ON o.of = c.oid,
LATERAL (
    SELECT concat(
        (SELECT format(E'\nINHERITS (%s)', string_agg(inhparent::REGCLASS::TEXT, ', ' ORDER BY inhseqno))
         FROM pg_inherits WHERE inhrelid = c.oid AND NOT c.relispartition HAVING count(*) > 0),
        CASE WHEN c.relkind = 'p' THEN E'\nPARTITION BY ' || pg_get_partkeydef(c.oid) END,
        E'\nUSING ' || quote_ident(nullif(am.amname, 'heap')),
        E'\nWITH (' || o.list || ')',
        E'\nSERVER ' || quote_ident(s.srvname),
        (SELECT format(E'\nOPTIONS (%s)', string_agg(format('%I %L', option_name, option_value), ', ' ORDER BY option_name))
         FROM pg_options_to_table(f.ftoptions) HAVING count(*) > 0)) AS list
) clauses,
LATERAL (
    SELECT string_agg(format('    %I %s', a.attname, concat_ws(' ',
               format_type(a.atttypid, a.atttypmod),
               (SELECT format('OPTIONS (%s)', string_agg(format('%I %L', option_name, option_value), ', ' ORDER BY option_name))
                FROM pg_options_to_table(a.attfdwoptions) HAVING count(*) > 0),
               CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || a.attcollation::REGCOLLATION END,
               CASE WHEN a.attgenerated = 's' THEN format('GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
                    WHEN a.attgenerated = 'v' THEN format('GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(d.adbin, d.adrelid))
                    -- A partition's identity is its parent's.
                    WHEN a.attidentity <> '' AND NOT c.relispartition THEN
                        format('GENERATED %s AS IDENTITY', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END)
                        || identity.options
                    ELSE 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END,
               CASE WHEN a.attnotnull THEN 'NOT NULL' END)), E',\n' ORDER BY a.attnum) AS list,
           string_agg(settings.list, E'\n' ORDER BY a.attnum) AS settings
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN LATERAL (
        SELECT concat(' (' || nullif(concat_ws(' ',
                   CASE WHEN seq.relname <> format('%s_%s_seq', c.relname, a.attname) THEN format('SEQUENCE NAME %I', seq.relname) END,
                   nullif(o.list, '')), '') || ')') AS options
        FROM pg_depend e JOIN own seq ON seq.oid = e.objid JOIN sequence_options o ON o.of = seq.oid
        WHERE e.classid = 'pg_class'::REGCLASS AND e.refclassid = 'pg_class'::REGCLASS AND e.refobjid = a.attrelid
          AND e.refobjsubid = a.attnum AND e.deptype = 'i' AND seq.relkind = 'S'
    ) identity ON true,
    LATERAL (
        SELECT string_agg(format('ALTER TABLE ONLY %I ALTER COLUMN %I SET %s;', c.relname, a.attname, setting), E'\n' ORDER BY setting) AS list
        FROM unnest(ARRAY[
            CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || CASE a.attstorage
                WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
            -- Since PostgreSQL 14.
            CASE to_jsonb(a) ->> 'attcompression' WHEN 'p' THEN 'COMPRESSION pglz' WHEN 'l' THEN 'COMPRESSION lz4' END,
            CASE WHEN a.attstattarget >= 0 THEN 'STATISTICS ' || a.attstattarget END,
            '(' || array_to_string(a.attoptions, ', ') || ')']) AS setting
        WHERE setting IS NOT NULL
    ) settings
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) columns
WHERE c.relkind IN ('r', 'p', 'f')

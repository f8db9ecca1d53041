-- Those that stand by themselves; an identity's belongs to its column.
SELECT 'pg_class'::REGCLASS AS class, c.oid, 0::OID AS relation, c.relname::TEXT AS base, format('%I', c.relname) AS name,
       format('SEQUENCE %I', c.relname) AS target,
       format('CREATE %sSEQUENCE %I AS %s;', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, c.relname,
              concat_ws(' ', seqtypid::REGTYPE, nullif(o.list, ''))) AS sql
FROM own c JOIN pg_sequence s ON s.seqrelid = c.oid JOIN sequence_options o ON o.of = c.oid
WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::REGCLASS AND objid = c.oid AND deptype = 'i')

-- Comments on columns, and on the sequences of identities, which aren't described by themselves.
SELECT 'pg_class'::REGCLASS AS class, c.oid, c.oid AS relation, c.relname::TEXT AS base,
       format('column %I.%I', c.relname, a.attname) AS name, NULL::TEXT AS target,
       format('COMMENT ON COLUMN %I.%I IS %L;', c.relname, a.attname, d.description) AS sql
FROM own c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
JOIN pg_description d ON d.classoid = 'pg_class'::REGCLASS AND d.objoid = c.oid AND d.objsubid = a.attnum
UNION ALL
SELECT 'pg_class'::REGCLASS, c.oid, c.oid, c.relname::TEXT, format('sequence %I', c.relname), NULL,
       format('COMMENT ON SEQUENCE %I IS %L;', c.relname, d.description)
FROM own c
JOIN pg_description d ON d.classoid = 'pg_class'::REGCLASS AND d.objoid = c.oid AND d.objsubid = 0
WHERE c.relkind = 'S'
  AND EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::REGCLASS AND e.objid = c.oid AND e.deptype = 'i')

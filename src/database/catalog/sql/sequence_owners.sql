-- Apart from the sequence: the column's default needs the sequence before this can be said.
SELECT 'pg_class'::REGCLASS AS class, c.oid, t.oid AS relation, t.relname::TEXT AS base, format('%I', c.relname) AS name,
       NULL::TEXT AS target,
       format('ALTER SEQUENCE %I OWNED BY %s.%I;', c.relname, t.oid::REGCLASS, a.attname) AS sql
FROM own c
JOIN pg_depend d ON d.classid = 'pg_class'::REGCLASS AND d.objid = c.oid AND d.refclassid = 'pg_class'::REGCLASS AND d.deptype = 'a'
JOIN pg_class t ON t.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE c.relkind = 'S'

-- Constraints of tables and of domains. NOT NULL stands with its column.
SELECT 'pg_constraint'::REGCLASS AS class, k.oid, c.oid AS relation, c.relname::TEXT AS base,
       format('%I.%I', c.relname, k.conname) AS name,
       format('CONSTRAINT %I ON %I', k.conname, c.relname) AS target,
       concat_ws(E'\n',
           format('ALTER %sTABLE %s%I ADD CONSTRAINT %I %s;', CASE c.relkind WHEN 'f' THEN 'FOREIGN ' END,
                  CASE WHEN c.relkind = 'p' AND k.contype IN ('p', 'u') THEN 'ONLY ' END, c.relname, k.conname,
                  pg_get_constraintdef(k.oid)),
           format('ALTER INDEX %I SET (', k.conname) || CASE WHEN k.contype IN ('p', 'u', 'x') THEN o.list END || ');',
           (SELECT format('ALTER INDEX %s ATTACH PARTITION %I;', inhparent::REGCLASS, k.conname)
            FROM pg_inherits WHERE inhrelid = k.conindid AND k.contype IN ('p', 'u', 'x')),
           CASE WHEN i.indisclustered THEN format('ALTER TABLE %I CLUSTER ON %I;', c.relname, k.conname) END,
           CASE WHEN i.indisreplident THEN format('ALTER TABLE ONLY %I REPLICA IDENTITY USING INDEX %I;', c.relname, k.conname) END,
           CASE WHEN NOT i.indisvalid THEN '-- not in force: its index is invalid' END,
           CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = k.oid AND tgisinternal AND tgenabled <> 'O')
                THEN '-- not in force: its own triggers are disabled' END) AS sql
FROM pg_constraint k
JOIN own c ON c.oid = k.conrelid
LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN relation_options o ON o.of = k.conindid
WHERE k.contype IN ('p', 'u', 'x')
   -- A partition's or heir's is its parent's.
   OR (k.contype = 'c' AND k.coninhcount = 0) OR (k.contype = 'f' AND k.conparentid = 0)
   -- Since PostgreSQL 18.
   OR (k.contype = 'n' AND NOT k.convalidated)
UNION ALL
SELECT 'pg_constraint'::REGCLASS, k.oid, 0, t.typname::TEXT, format('%I.%I', t.typname, k.conname),
       format('CONSTRAINT %I ON DOMAIN %I', k.conname, t.typname),
       format('ALTER DOMAIN %I ADD CONSTRAINT %I %s;', t.typname, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k
JOIN pg_type t ON t.oid = k.contypid
WHERE t.typnamespace = to_regnamespace(quote_ident(current_schema())) AND k.contype = 'c'

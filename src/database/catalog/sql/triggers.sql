-- Those that people made, and the copies on partitions that are switched otherwise than the original.
SELECT 'pg_trigger'::REGCLASS AS class, t.oid, c.oid AS relation, c.relname::TEXT AS base,
       format('%I.%I', c.relname, t.tgname) AS name,
       CASE WHEN p.oid IS NULL THEN format('TRIGGER %I ON %I', t.tgname, c.relname) END AS target,
       concat_ws(E'\n',
           CASE WHEN p.oid IS NULL THEN
               overlay(definition PLACING format(' ON %I ', c.relname) FROM strpos(definition, qualified) FOR length(qualified)) || ';' END,
           CASE WHEN t.tgenabled <> coalesce(p.tgenabled, 'O') THEN
               format('ALTER TABLE %I %s TRIGGER %I;', c.relname, CASE t.tgenabled
                   WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END, t.tgname) END) AS sql
FROM pg_trigger t
JOIN own c ON c.oid = t.tgrelid
LEFT JOIN pg_trigger p ON p.oid = t.tgparentid,
LATERAL (SELECT pg_get_triggerdef(t.oid) AS definition, format(' ON %I.%I ', current_schema(), c.relname) AS qualified) text
WHERE CASE WHEN p.oid IS NULL THEN NOT t.tgisinternal ELSE t.tgenabled <> p.tgenabled AND NOT p.tgisinternal END

-- All but those that make views.
SELECT 'pg_rewrite'::REGCLASS AS class, r.oid, c.oid AS relation, c.relname::TEXT AS base,
       format('%I.%I', c.relname, r.rulename) AS name, format('RULE %I ON %I', r.rulename, c.relname) AS target,
       concat_ws(E'\n',
           overlay(definition PLACING format(' TO %I', c.relname) FROM strpos(definition, qualified) FOR length(qualified)),
           CASE WHEN r.ev_enabled <> 'O' THEN format('ALTER TABLE %I %s RULE %I;', c.relname, CASE r.ev_enabled
               WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END, r.rulename) END) AS sql
FROM pg_rewrite r
JOIN own c ON c.oid = r.ev_class,
LATERAL (SELECT pg_get_ruledef(r.oid) AS definition, format(' TO %I.%I', current_schema(), c.relname) AS qualified) text
WHERE r.rulename <> '_RETURN'

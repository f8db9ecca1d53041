-- Views and materialized views; what the latter hold is data.
SELECT 'pg_class'::REGCLASS AS class, c.oid, c.oid AS relation, c.relname::TEXT AS base, format('%I', c.relname) AS name,
       format('%sVIEW %I', kind, c.relname) AS target,
       concat_ws(E'\n',
           format(E'CREATE %sVIEW %I%s%s AS\n%s%s;', kind, c.relname,
                  E'\nUSING ' || quote_ident(nullif(am.amname, 'heap')), E'\nWITH (' || o.list || ')',
                  rtrim(pg_get_viewdef(c.oid), ';'), CASE c.relkind WHEN 'm' THEN E'\nWITH NO DATA' END),
           (SELECT string_agg(format('ALTER VIEW %I ALTER COLUMN %I SET DEFAULT %s;', c.relname, attname, pg_get_expr(adbin, adrelid)),
                              E'\n' ORDER BY adnum)
            FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum WHERE adrelid = c.oid)) AS sql
FROM own c
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN relation_options o ON o.of = c.oid,
LATERAL (SELECT CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' END AS kind) kinds
WHERE c.relkind IN ('v', 'm')

-- Functions and procedures. A search_path that names this schema is written so that it means the schema that the
-- definition is loaded into: the usual one, with pg_temp last, as the path of the session that loads it.
SELECT 'pg_proc'::REGCLASS AS class, p.oid, 0::OID AS relation, p.proname::TEXT AS base,
       format('%I(%s)', p.proname, oidvectortypes(p.proargtypes)) AS name,
       word || ' ' || identity AS target,
       CASE
           WHEN path = ARRAY[own_name, 'pg_temp']
               THEN regexp_replace(definition, line, E'\n SET search_path FROM CURRENT') || ';'
           WHEN own_name = ANY (path)
               THEN regexp_replace(definition, line, '') || format(E';\nDO %L;', format(
                   'BEGIN EXECUTE format(%L, current_schema()); END',
                   format('ALTER %s %s SET search_path TO %s', word, replace(identity, '%', '%%'), (
                       SELECT string_agg(CASE element WHEN own_name THEN '%1$I' ELSE replace(element, '%', '%%') END,
                                         ', ' ORDER BY place)
                       FROM unnest(path) WITH ORDINALITY AS elements (element, place)))))
           ELSE definition || ';'
       END AS sql
FROM pg_proc p,
     LATERAL (SELECT quote_ident(current_schema()) AS own_name,
                     CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS word,
                     format('%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) AS identity,
                     E'\n SET search_path TO [^\n]*' AS line) names,
     -- Whether or not names are quoted that needn't be.
     LATERAL (SELECT array_agg(CASE WHEN element LIKE '"%"' THEN quote_ident(replace(substr(element, 2, length(element) - 2), '""', '"'))
                                    ELSE element END ORDER BY place) AS path
              FROM unnest(p.proconfig) AS setting,
                   regexp_split_to_table(substr(setting, length('search_path=') + 1), '\s*,\s*') WITH ORDINALITY AS elements (element, place)
              WHERE starts_with(setting, 'search_path=')) paths,
     LATERAL (SELECT format('CREATE %s ', word)
                     || substr(rtrim(pg_get_functiondef(p.oid), E'\n'),
                               length(format('CREATE OR REPLACE %s %s.', word, own_name)) + 1) AS definition) text
WHERE p.pronamespace = to_regnamespace(quote_ident(current_schema())) AND p.prokind IN ('f', 'p', 'w')
  -- A range type brings some along.
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::REGCLASS AND objid = p.oid AND deptype = 'i')

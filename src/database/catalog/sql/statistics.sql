SELECT 'pg_statistic_ext'::REGCLASS AS class, s.oid, c.oid AS relation, c.relname::TEXT AS base, format('%I', s.stxname) AS name,
       format('STATISTICS %I', s.stxname) AS target,
       concat_ws(E'\n',
           format('CREATE STATISTICS %I', s.stxname)
           || substr(pg_get_statisticsobjdef(s.oid), length(format('CREATE STATISTICS %I.%I', current_schema(), s.stxname)) + 1) || ';',
           CASE WHEN s.stxstattarget >= 0 THEN format('ALTER STATISTICS %I SET STATISTICS %s;', s.stxname, s.stxstattarget) END) AS sql
FROM pg_statistic_ext s
JOIN pg_class c ON c.oid = s.stxrelid
WHERE s.stxnamespace = to_regnamespace(quote_ident(current_schema()))

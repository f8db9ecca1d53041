SELECT 'pg_policy'::REGCLASS AS class, p.oid, c.oid AS relation, c.relname::TEXT AS base,
       format('%I.%I', c.relname, p.polname) AS name, format('POLICY %I ON %I', p.polname, c.relname) AS target,
       format('CREATE POLICY %I ON %I', p.polname, c.relname) || concat(
           CASE WHEN NOT p.polpermissive THEN E'\n    AS RESTRICTIVE' END,
           E'\n    FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' END,
           E'\n    TO ' || (SELECT string_agg(quote_ident(rolname), ', ' ORDER BY rolname) FROM pg_roles WHERE oid = ANY (p.polroles)),
           E'\n    USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
           E'\n    WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') || ';' AS sql
FROM pg_policy p
JOIN own c ON c.oid = p.polrelid

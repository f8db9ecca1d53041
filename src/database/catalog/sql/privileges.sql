-- Who but the owner may do what, where that isn't what PostgreSQL grants by itself.
SELECT class, oid, relation, base, name, NULL::TEXT AS target,
       concat_ws(E'\n',
           CASE WHEN EXISTS (SELECT FROM aclexplode(usual) u WHERE u.grantee = 0 AND NOT EXISTS (
                         SELECT FROM aclexplode(acl) a WHERE a.grantee = 0 AND a.privilege_type = u.privilege_type))
                THEN format('REVOKE ALL ON %s FROM PUBLIC;', target) END,
           (SELECT string_agg(format('GRANT %s ON %s TO %s%s;', list, target, role, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END),
                              E'\n' ORDER BY role, is_grantable)
            FROM (SELECT coalesce(quote_ident(rolname), 'PUBLIC') AS role, is_grantable,
                         string_agg(privilege_type || columns, ', ' ORDER BY privilege_type) AS list
                  FROM aclexplode(acl) LEFT JOIN pg_roles r ON r.oid = grantee
                  WHERE grantee <> owner GROUP BY rolname, is_grantable) grants)) AS sql
FROM (
    SELECT 'pg_class'::REGCLASS AS class, c.oid, c.oid AS relation, c.relname::TEXT AS base, c.relowner AS owner, c.relacl AS acl,
           acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner) AS usual,
           format('%s %I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname) AS target, '' AS columns,
           format('%I', c.relname) AS name
    FROM own c WHERE c.relacl IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::REGCLASS, c.oid, c.oid, c.relname::TEXT, c.relowner, a.attacl, NULL,
           format('TABLE %I', c.relname), format(' (%I)', a.attname), format('%I.%I', c.relname, a.attname)
    FROM own c JOIN pg_attribute a ON a.attrelid = c.oid WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT 'pg_proc'::REGCLASS, p.oid, 0, p.proname::TEXT, p.proowner, p.proacl, acldefault('f', p.proowner),
           format('%s %I(%s)', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.proname,
                  pg_get_function_identity_arguments(p.oid)), '',
           format('%I(%s)', p.proname, oidvectortypes(p.proargtypes))
    FROM pg_proc p WHERE p.pronamespace = to_regnamespace(quote_ident(current_schema())) AND p.proacl IS NOT NULL
    UNION ALL
    SELECT 'pg_type'::REGCLASS, t.oid, 0, t.typname::TEXT, t.typowner, t.typacl, acldefault('T', t.typowner),
           format('TYPE %I', t.typname), '', format('type %I', t.typname)
    FROM pg_type t WHERE t.typnamespace = to_regnamespace(quote_ident(current_schema())) AND t.typacl IS NOT NULL
) granted

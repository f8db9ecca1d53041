-- What else is in the schema: operators, collations, text search configurations and the like. They are known by name
-- only.
SELECT d.classid::REGCLASS AS class, d.objid AS oid, 0::OID AS relation, '' AS base,
       identity.type || ' ' || regexp_replace(identity.identity, '^' || quote_ident(current_schema()) || '\.', '') AS name,
       NULL::TEXT AS target,
       format('-- %s %s: its definition is not written here', identity.type,
              regexp_replace(identity.identity, '^' || quote_ident(current_schema()) || '\.', '')) AS sql
FROM pg_depend d, pg_identify_object(d.classid, d.objid, 0) AS identity
WHERE d.refclassid = 'pg_namespace'::REGCLASS AND d.refobjid = to_regnamespace(quote_ident(current_schema())) AND d.deptype = 'n'
  AND d.classid NOT IN ('pg_class'::REGCLASS, 'pg_proc'::REGCLASS, 'pg_type'::REGCLASS, 'pg_statistic_ext'::REGCLASS,
                        'pg_extension'::REGCLASS, 'pg_default_acl'::REGCLASS)
UNION ALL
SELECT 'pg_type'::REGCLASS, t.oid, 0, t.typname::TEXT, format('base type %I', t.typname), NULL,
       format('-- base type %I: its definition is not written here', t.typname)
FROM pg_type t
WHERE t.typnamespace = to_regnamespace(quote_ident(current_schema())) AND (t.typtype = 'p' OR (t.typtype = 'b' AND t.typelem = 0))

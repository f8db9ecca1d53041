SELECT 'pg_type'::REGCLASS AS class, t.oid, 0::OID AS relation, t.typname::TEXT AS base, format('%I', t.typname) AS name,
       format('%s %I', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.typname) AS target,
       CASE t.typtype
           WHEN 'e' THEN format(E'CREATE TYPE %I AS ENUM (%s\n);', t.typname, (
               SELECT string_agg(E'\n    ' || quote_literal(enumlabel), ',' ORDER BY enumsortorder)
               FROM pg_enum WHERE enumtypid = t.oid))
           WHEN 'd' THEN format('CREATE DOMAIN %I AS %s;', t.typname, concat_ws(' ',
               format_type(t.typbasetype, t.typtypmod),
               CASE WHEN t.typcollation <> b.typcollation THEN 'COLLATE ' || t.typcollation::REGCOLLATION END,
               'DEFAULT ' || pg_get_expr(t.typdefaultbin, 0),
               CASE WHEN t.typnotnull THEN 'NOT NULL' END))
           WHEN 'c' THEN format(E'CREATE TYPE %I AS (%s\n);', t.typname, (
               SELECT string_agg(format(E'\n    %I %s', a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
                                        CASE WHEN a.attcollation <> ft.typcollation
                                             THEN 'COLLATE ' || a.attcollation::REGCOLLATION END)), ',' ORDER BY a.attnum)
               FROM pg_attribute a JOIN pg_type ft ON ft.oid = a.atttypid
               WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
           WHEN 'r' THEN format(E'CREATE TYPE %I AS RANGE (\n    %s\n);', t.typname, (
               SELECT concat_ws(E',\n    ', 'SUBTYPE = ' || format_type(rngsubtype, NULL),
                                CASE WHEN NOT o.opcdefault
                                     THEN format('SUBTYPE_OPCLASS = %s%I', CASE WHEN pg_opclass_is_visible(o.oid) THEN ''
                                                 ELSE quote_ident(o.opcnamespace::REGNAMESPACE::TEXT) || '.' END, o.opcname) END,
                                CASE WHEN rngcollation <> s.typcollation THEN 'COLLATION = ' || rngcollation::REGCOLLATION END,
                                CASE WHEN rngcanonical <> 0 THEN 'CANONICAL = ' || rngcanonical END,
                                CASE WHEN rngsubdiff <> 0 THEN 'SUBTYPE_DIFF = ' || rngsubdiff END)
               FROM pg_range r JOIN pg_opclass o ON o.oid = rngsubopc JOIN pg_type s ON s.oid = rngsubtype
               WHERE rngtypid = t.oid))
       END AS sql
FROM pg_type t
LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.typnamespace = to_regnamespace(quote_ident(current_schema()))
  -- A table's row type is the table's.
  AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND EXISTS (SELECT FROM own WHERE oid = t.typrelid AND relkind = 'c')))

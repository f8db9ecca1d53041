-- Those that were made in this schema. Their versions and comments are the machine's.
SELECT 'pg_extension'::REGCLASS AS class, oid, 0::OID AS relation, extname::TEXT AS base,
       format('%I', extname) AS name, NULL::TEXT AS target,
       format('CREATE EXTENSION IF NOT EXISTS %I;', extname) AS sql
FROM pg_extension
WHERE extnamespace = to_regnamespace(quote_ident(current_schema()))

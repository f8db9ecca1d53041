-- Stands before each of the other queries: what several of them need.
WITH own AS (
    SELECT * FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema()))
),
-- Storage options as they stand in WITH (…).
relation_options AS (
    SELECT of, string_agg(format('%s=%s', name, CASE WHEN value ~ '^[0-9a-z.]+$' THEN value ELSE quote_literal(value) END),
                          ', ' ORDER BY name) AS list
    FROM (SELECT c.oid AS of, option_name AS name, option_value AS value
          FROM own c, pg_options_to_table(c.reloptions)
          UNION ALL
          SELECT c.oid, 'toast.' || option_name, option_value
          FROM own c JOIN pg_class t ON t.oid = c.reltoastrelid, pg_options_to_table(t.reloptions)) options
    GROUP BY of
),
-- What a sequence has that it wouldn't have by itself.
sequence_options AS (
    SELECT seqrelid AS of,
           concat_ws(' ', CASE WHEN seqincrement <> 1 THEN 'INCREMENT BY ' || seqincrement END,
                     CASE WHEN seqmin <> least THEN 'MINVALUE ' || seqmin END,
                     CASE WHEN seqmax <> most THEN 'MAXVALUE ' || seqmax END,
                     CASE WHEN seqstart <> CASE WHEN seqincrement > 0 THEN seqmin ELSE seqmax END THEN 'START WITH ' || seqstart END,
                     CASE WHEN seqcache <> 1 THEN 'CACHE ' || seqcache END,
                     CASE WHEN seqcycle THEN 'CYCLE' END) AS list
    FROM pg_sequence,
         LATERAL (SELECT CASE seqtypid::REGTYPE::TEXT WHEN 'smallint' THEN 32767
                                                      WHEN 'integer' THEN 2147483647
                                                      ELSE 9223372036854775807 END AS largest) type,
         LATERAL (SELECT CASE WHEN seqincrement > 0 THEN 1 ELSE -largest - 1 END AS least,
                         CASE WHEN seqincrement > 0 THEN largest ELSE -1 END AS most) usual
)

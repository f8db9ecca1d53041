//! The rules that squawk lacks.

use super::{Case, breaks, keeps};

#[test]
fn a_migration_can_be_reverted() {
    let up = Case::up("SELECT 1;");
    breaks("missing-down", &Case { down: None, ..Case::up("SELECT 1;") });
    keeps("missing-down", &up);
    breaks("empty-down", &Case::up("SELECT 1;").down("-- nothing\n;"));
    keeps("empty-down", &up);
    let said = "-- squawk-ignore-file empty-down -- a comment only changed";
    keeps("empty-down", &Case::up("SELECT 1;").down(said));
    let said = "-- squawk-ignore-file missing-down\nSELECT 1;";
    keeps("missing-down", &Case { down: None, ..Case::up(said) });
}

#[test]
fn everything_is_undone() {
    let rule = "incomplete-down";
    for (up, down) in [
        ("CREATE TABLE t (id BIGINT);", "DROP TABLE t;"),
        ("CREATE FUNCTION f() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1';", "DROP FUNCTION f();"),
        (
            "CREATE OR REPLACE FUNCTION \"F\"() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1';",
            "DROP FUNCTION \"F\"();",
        ),
        ("CREATE INDEX t_i ON t (id);", "DROP INDEX t_i;"),
        ("CREATE INDEX t_i ON t (id);", "DROP TABLE t;"),
        ("CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f();", "DROP TRIGGER g ON t;"),
        ("CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f();", "DROP FUNCTION f() CASCADE;"),
        ("CREATE VIEW v AS SELECT 1;", "DROP VIEW v;"),
        ("CREATE TYPE e AS ENUM ('a');", "DROP TYPE e;"),
        ("CREATE SEQUENCE s;", "DROP SEQUENCE s;"),
        ("CREATE DOMAIN d AS TEXT;", "DROP DOMAIN d;"),
        ("ALTER TABLE t ADD COLUMN c TEXT;", "ALTER TABLE t DROP COLUMN c;"),
        ("ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0) NOT VALID;", "ALTER TABLE t DROP CONSTRAINT k;"),
        ("ALTER TABLE t DROP COLUMN c;", "ALTER TABLE t ADD COLUMN c TEXT;"),
        ("DROP INDEX t_i;", "CREATE INDEX t_i ON t (id);"),
        ("DROP TRIGGER g ON t;", "DO $$ BEGIN EXECUTE 'CREATE TRIGGER g …'; END $$;"),
        ("ALTER TABLE t RENAME TO u;", "ALTER TABLE u RENAME TO t;"),
    ] {
        keeps(rule, &Case::up(up).down(down));
        breaks(rule, &Case::up(up).down("-- t, f, \"F\", t_i, g, v, e, s, d, c, k\nSELECT 1;"));
    }
    // What hangs on a new table goes with it.
    let up = "CREATE TABLE t (id BIGINT); CREATE INDEX i ON t (id); ALTER TABLE t ADD COLUMN c TEXT;";
    keeps(rule, &Case::up(up).down("DROP TABLE t;"));
    breaks(rule, &Case::up(up).down("SELECT 1;"));
    let up = "CREATE SEQUENCE s; ALTER SEQUENCE s OWNED BY t.c;";
    keeps(rule, &Case::up(up).down("DROP TABLE t;"));
    breaks(rule, &Case::up(up).down("DROP TABLE u;"));
}

#[test]
fn new_things_have_comments() {
    let rule = "missing-comment";
    let table = "CREATE TABLE t (a BIGINT); COMMENT ON TABLE t IS 'T';";
    breaks(rule, &Case::up(table));
    breaks(rule, &Case::up("CREATE TABLE t ();"));
    keeps(rule, &Case::up(&format!("{table} COMMENT ON COLUMN t.a IS 'A';")));
    keeps(rule, &Case::up("CREATE TEMPORARY TABLE t (a BIGINT);"));
    keeps(rule, &Case::up("CREATE TABLE p PARTITION OF t FOR VALUES IN (1);"));
    breaks(rule, &Case::up("ALTER TABLE t ADD COLUMN b TEXT;"));
    keeps(rule, &Case::up("ALTER TABLE t ADD COLUMN b TEXT; COMMENT ON COLUMN t.\"b\" IS 'B';"));
    let function = "FUNCTION f(a BIGINT) RETURNS BIGINT LANGUAGE sql AS 'SELECT 1';";
    breaks(rule, &Case::up(&format!("CREATE {function}")));
    keeps(rule, &Case::up(&format!("CREATE {function} COMMENT ON FUNCTION f(BIGINT) IS 'F';")));
    keeps(rule, &Case::up(&format!("CREATE OR REPLACE {function}")));
}

#[test]
fn constraints_and_indexes_have_names() {
    let rule = "unnamed-constraint";
    for (without, with) in [
        ("CREATE TABLE t (a BIGINT PRIMARY KEY);", "CREATE TABLE t (a BIGINT CONSTRAINT k PRIMARY KEY);"),
        ("CREATE TABLE t (a BIGINT CHECK (a > 0));", "CREATE TABLE t (a BIGINT CONSTRAINT k CHECK (a > 0));"),
        ("CREATE TABLE t (a BIGINT REFERENCES u);", "CREATE TABLE t (a BIGINT CONSTRAINT k REFERENCES u);"),
        ("CREATE TABLE t (a BIGINT, UNIQUE (a));", "CREATE TABLE t (a BIGINT, CONSTRAINT k UNIQUE (a));"),
        ("ALTER TABLE t ADD CHECK (a > 0);", "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);"),
        ("ALTER TABLE t ADD COLUMN a BIGINT UNIQUE;", "ALTER TABLE t ADD UNIQUE USING INDEX t_i;"),
        (
            "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id);",
            "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u (id);",
        ),
    ] {
        breaks(rule, &Case::up(without));
        keeps(rule, &Case::up(with));
    }
    keeps(rule, &Case::up("CREATE TABLE t (a BIGINT NOT NULL DEFAULT 0);"));
    breaks("unnamed-index", &Case::up("CREATE INDEX ON t (a);"));
    keeps("unnamed-index", &Case::up("CREATE INDEX t_i ON t (a);"));
}

#[test]
fn no_schema_is_named() {
    let rule = "schema-named";
    for (with, without) in [
        ("CREATE TABLE public.t (a BIGINT);", "CREATE TABLE t (a BIGINT);"),
        ("ALTER TABLE \"public\".t ADD COLUMN b TEXT;", "ALTER TABLE t ADD COLUMN b TEXT;"),
        ("CREATE INDEX i ON public.t (a);", "CREATE INDEX i ON t (a);"),
        (
            "UPDATE s.t SET a = u.a FROM u WHERE u.id = t.id;",
            "UPDATE t SET a = u.a FROM u WHERE u.id = t.id;",
        ),
        ("SELECT s.f(t.a) FROM t;", "SELECT pg_catalog.lower(t.a), (t.b).c FROM t;"),
        ("CREATE TABLE t (a s.e);", "CREATE TABLE t (a e);"),
        ("COMMENT ON COLUMN s.t.a IS 'A';", "COMMENT ON COLUMN t.a IS 'A';"),
        ("DROP FUNCTION s.f(BIGINT);", "DROP FUNCTION f(BIGINT);"),
        ("SELECT 1 FROM s.t;", "SELECT 1 FROM pg_catalog.pg_class;"),
        (
            "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION s.f();",
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f();",
        ),
        ("ALTER SEQUENCE q OWNED BY s.t.a;", "ALTER SEQUENCE q OWNED BY t.a;"),
        ("DROP TABLE s.t;", "SET LOCAL ledgerstore.mode = 'x';"),
    ] {
        breaks(rule, &Case::up(with));
        keeps(rule, &Case::up(without));
        breaks(rule, &Case::up("SELECT 1;").down(with));
    }
}

#[test]
fn writes_are_filtered() {
    let rule = "unfiltered-write";
    for (all, some) in [
        ("UPDATE t SET a = 1;", "UPDATE t SET a = 1 WHERE a IS NULL;"),
        ("DELETE FROM t;", "DELETE FROM t WHERE a IS NULL;"),
        ("UPDATE t SET a = u.a FROM u;", "UPDATE t SET a = u.a FROM u WHERE u.id = t.id;"),
        (
            "WITH d AS (DELETE FROM t RETURNING 1) SELECT 1;",
            "WITH d AS (DELETE FROM t WHERE a = 1 RETURNING 1) SELECT 1;",
        ),
        ("TRUNCATE t;", "CREATE TABLE t (); TRUNCATE t;"),
        ("DO $$ BEGIN UPDATE t SET a = 1; END $$;", "DO $$ BEGIN UPDATE t SET a = 1 WHERE a = 2; END $$;"),
        (
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF true THEN DELETE FROM t; END IF; END $$;",
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t WHERE a = 1; END $$;",
        ),
        (
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM t $$;",
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM t WHERE a = 1 $$;",
        ),
        ("UPDATE t SET a = 1;", "CREATE TABLE t (a BIGINT); UPDATE t SET a = 1;"),
    ] {
        breaks(rule, &Case::up(all));
        keeps(rule, &Case::up(some));
        breaks(rule, &Case::up("SELECT 1;").down(all));
    }
    let body = Case::up("DO $$\nBEGIN\n  UPDATE t SET a = 1;\nEND $$;").findings();
    assert_eq!((body[0].line, body[0].column), (4, 3), "{body:?}");
}

#[test]
fn columns_are_added_plainly() {
    for (rule, unsafe_way, safe_way) in [
        (
            "identity-added-later",
            "ALTER TABLE t ADD COLUMN a BIGINT GENERATED ALWAYS AS IDENTITY;",
            "CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY);",
        ),
        (
            "identity-added-later",
            "ALTER TABLE t ADD COLUMN a BIGSERIAL;",
            "ALTER TABLE t ADD COLUMN a BIGINT;",
        ),
        (
            "adding-column-with-check",
            "ALTER TABLE t ADD COLUMN a BIGINT CONSTRAINT k CHECK (a > 0);",
            "ALTER TABLE t ADD COLUMN a BIGINT; ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
        ),
    ] {
        breaks(rule, &Case::up(unsafe_way));
        keeps(rule, &Case::up(&format!("CREATE TABLE t (); {unsafe_way}")));
        keeps(rule, &Case::up(safe_way));
    }
}

#[test]
fn tables_are_not_rewritten_and_views_stay_readable() {
    for sql in ["SET UNLOGGED", "SET LOGGED", "SET TABLESPACE fast", "SET ACCESS METHOD columnar"] {
        breaks("rewriting-table", &Case::up(&format!("ALTER TABLE t {sql};")));
        keeps("rewriting-table", &Case::up(&format!("CREATE TABLE t (); ALTER TABLE t {sql};")));
    }
    keeps("rewriting-table", &Case::up("ALTER TABLE t SET (fillfactor = 70);"));
    breaks("require-concurrent-refresh", &Case::up("REFRESH MATERIALIZED VIEW v;"));
    keeps("require-concurrent-refresh", &Case::up("REFRESH MATERIALIZED VIEW CONCURRENTLY v;"));
}

#[test]
fn a_migration_ends_with_its_transaction_and_is_whole() {
    let rule = "setting-outlives-migration";
    breaks(rule, &Case::up("SET search_path = a;"));
    keeps(rule, &Case::up("SET LOCAL search_path = a;"));
    keeps(rule, &Case::outside_transaction("SET search_path = a;"));
    let rule = "several-statements-outside-transaction";
    breaks(rule, &Case::outside_transaction("SELECT 1; SELECT 2; SELECT 3;"));
    keeps(rule, &Case::outside_transaction("SELECT 1;"));
    keeps(rule, &Case::up("SELECT 1; SELECT 2; SELECT 3;"));
}

//! squawk's rules, as they are set up here.

use super::{Case, breaks, keeps};

const NEW: &str = "CREATE TABLE a (id BIGINT);";

/// What hurts on a table that others use, and nobody on one that is made in the same migration.
#[test]
fn what_locks_or_breaks_a_live_table_is_found_on_those_only() {
    for (rule, sql) in [
        ("ban-drop-column", "ALTER TABLE a DROP COLUMN b;"),
        ("ban-drop-table", "DROP TABLE a;"),
        ("renaming-column", "ALTER TABLE a RENAME COLUMN b TO c;"),
        ("renaming-table", "ALTER TABLE a RENAME TO b;"),
        ("renaming-object", "ALTER TABLE a RENAME CONSTRAINT b TO c;"),
        ("changing-column-type", "ALTER TABLE a ALTER COLUMN b TYPE BIGINT;"),
        ("adding-not-nullable-field", "ALTER TABLE a ALTER COLUMN b SET NOT NULL;"),
        ("adding-required-field", "ALTER TABLE a ADD COLUMN b TEXT NOT NULL;"),
        ("constraint-missing-not-valid", "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0);"),
        (
            "adding-foreign-key-constraint",
            "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id);",
        ),
        ("disallowed-unique-constraint", "ALTER TABLE a ADD CONSTRAINT c UNIQUE (b);"),
        ("disallowed-unique-constraint", "ALTER TABLE a ADD COLUMN b TEXT CONSTRAINT c UNIQUE;"),
        ("adding-serial-primary-key-field", "ALTER TABLE a ADD CONSTRAINT c PRIMARY KEY (b);"),
        ("require-concurrent-index-creation", "CREATE INDEX a_b_idx ON a (b);"),
        ("adding-field-with-default", "ALTER TABLE a ADD COLUMN b UUID DEFAULT gen_random_uuid();"),
        ("ban-drop-not-null", "ALTER TABLE a ALTER COLUMN b DROP NOT NULL;"),
    ] {
        breaks(rule, &Case::up(sql));
        keeps(rule, &Case::up(&format!("{NEW} {sql}")));
    }
}

#[test]
fn the_safe_ways_are_found_safe() {
    for (rule, safe) in [
        ("adding-field-with-default", "ALTER TABLE a ADD COLUMN b BIGINT NOT NULL DEFAULT 0;"),
        ("adding-required-field", "ALTER TABLE a ADD COLUMN b BIGINT NOT NULL DEFAULT 0;"),
        ("constraint-missing-not-valid", "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;"),
        ("constraint-missing-not-valid", "ALTER TABLE a VALIDATE CONSTRAINT c;"),
        (
            "adding-foreign-key-constraint",
            "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id) NOT VALID;",
        ),
        ("disallowed-unique-constraint", "ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX i;"),
        ("adding-serial-primary-key-field", "ALTER TABLE a ADD CONSTRAINT c PRIMARY KEY USING INDEX i;"),
        (
            "adding-not-nullable-field",
            "ALTER TABLE a VALIDATE CONSTRAINT c; ALTER TABLE a ALTER COLUMN b SET NOT NULL;",
        ),
    ] {
        keeps(rule, &Case::up(safe));
    }
    let safe = "CREATE INDEX CONCURRENTLY a_b_idx ON a (b);";
    assert_eq!(Case::outside_transaction(safe).down("DROP INDEX a_b_idx;").findings(), []);
    let safe = "DROP INDEX CONCURRENTLY a_b_idx;";
    assert_eq!(Case::outside_transaction(safe).down("CREATE INDEX a_b_idx ON a (b);").findings(), []);
}

#[test]
fn an_index_is_made_concurrently_outside_a_transaction_only() {
    let rule = "ban-concurrent-index-creation-in-transaction";
    let sql = "CREATE INDEX CONCURRENTLY a_b_idx ON a (b);";
    breaks(rule, &Case::up(sql));
    // It would fail on a new table too.
    breaks(rule, &Case::up(&format!("{NEW} {sql}")));
    keeps(rule, &Case::outside_transaction(sql));
}

#[test]
fn timeouts_are_asked_for() {
    let bare = |sql: &str| Case { up: sql.to_owned(), ..Case::up("") };
    let (sql, with) = ("ALTER TABLE a ADD COLUMN b TEXT;", "SET LOCAL lock_timeout = '5s'; ");
    breaks("require-lock-timeout", &bare(sql));
    breaks("require-statement-timeout", &bare(sql));
    keeps("require-lock-timeout", &bare(&format!("{with}{sql}")));
    breaks("require-statement-timeout", &bare(&format!("{with}{sql}")));
    keeps("require-lock-timeout", &bare("SELECT 1;"));
    keeps("require-lock-timeout", &Case::outside_transaction("CREATE INDEX CONCURRENTLY i ON a (b);"));
}

#[test]
fn a_transaction_is_not_nested() {
    breaks("transaction-nesting", &Case::up("BEGIN;"));
    keeps("transaction-nesting", &Case::up("SAVEPOINT a;"));
}

#[test]
fn one_constraint_is_told_of_once() {
    let found = Case::up("ALTER TABLE a ADD CONSTRAINT c UNIQUE (b);").down("SELECT 'c';").findings();
    assert_eq!(
        found.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(),
        ["disallowed-unique-constraint"]
    );
}

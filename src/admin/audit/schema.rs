use super::check::{Check, Group};
use super::pass::Pass;

const fn check(name: &'static str, holds: &'static str) -> Check {
    Check { group: Group::Schema, name, holds }
}

/// What the migrations made, as rows of a VALUES list: its kind, its table (of a function the language), its name.
const CATALOG: &str = concat!(
    "WITH expected (kind, relation, name) AS (VALUES\n",
    include_str!("sql/expected.sql"),
    ")\n",
    include_str!("sql/catalog.sql"),
);

pub(super) const PASSES: &[Pass] = &[
    Pass {
        reads: "pg_constraint",
        sliced_by: None,
        checks: &[
            check(
                "constraints-validated",
                "Every constraint that the migrations made is there, enforced and validated.",
            ),
            check(
                "columns-not-null",
                "Every column that the migrations made NOT NULL is there and still is.",
            ),
            check(
                "triggers-enabled",
                "Every trigger is there and fires, those behind foreign keys among them.",
            ),
            check("indexes-valid", "Every index is there and valid."),
            check(
                "functions-in-own-schema",
                "Every function is there and looks for its tables in its own schema and nowhere else.",
            ),
        ],
        sql: CATALOG,
    },
    Pass {
        reads: "pg_sequence",
        sliced_by: None,
        checks: &[check("sequences-ahead", "No table has an id that its sequence has yet to give.")],
        sql: include_str!("sql/sequences.sql"),
    },
];

//! The schema as SQL that makes it again in an empty database.

use super::reference::Reference;
use crate::database::catalog::{Catalog, Kind, Object};
use crate::database::quote::quote_literal;

const BEGIN: &str = "\
BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL client_min_messages = warning;
SET LOCAL standard_conforming_strings = on;
-- Functions may name tables that come after them.
SET LOCAL check_function_bodies = off;
-- All is made in the current schema, and functions that carry the path FROM CURRENT keep to it.
DO $$ BEGIN PERFORM set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true); END $$;";

/// As Diesel makes it.
const HISTORY: &str = "\
CREATE TABLE __diesel_schema_migrations (
    version VARCHAR(50) PRIMARY KEY NOT NULL,
    run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO __diesel_schema_migrations (version) VALUES";

/// The schema as SQL, in one transaction: the same text whatever the schema's name, its owner and the machine. Another
/// major version of PostgreSQL may write some definitions otherwise.
///
/// `title` says in a comment what it is. With `migrated` it holds the rows that migrations write and their history as
/// well: a database that is loaded from it counts as migrated then.
pub fn dump(title: &str, catalog: &Catalog, migrated: Option<&Reference>) -> String {
    let written = format!("The definitions are as PostgreSQL {} writes them.", catalog.server_major());
    let head: Vec<_> = title.lines().chain([written.as_str()]).map(|line| format!("-- {line}")).collect();
    let mut paragraphs = vec![head.join("\n"), BEGIN.to_owned()];
    let objects = catalog.objects();
    // Rows go before constraints, which check them, and before triggers, which would follow them.
    let rows_at = objects.iter().rposition(|object| object.kind == Kind::Table).map_or(0, |last| last + 1);
    paragraphs.extend(definitions(&objects[..rows_at]));
    paragraphs.extend(migrated.filter(|migrated| !migrated.rows.is_empty()).map(rows));
    paragraphs.extend(definitions(&objects[rows_at..]));
    paragraphs.extend(migrated.filter(|migrated| !migrated.versions.is_empty()).map(history));
    paragraphs.push("COMMIT;\n".to_owned());
    paragraphs.join("\n\n")
}

/// The definitions, those of a kind that take one line each together.
fn definitions(objects: &[Object]) -> impl Iterator<Item = String> {
    let is_line = |object: &Object| !object.sql.contains('\n');
    let groups = objects.chunk_by(move |a, b| a.kind == b.kind && is_line(a) && is_line(b));
    groups.map(|group| group.iter().map(|object| object.sql.as_str()).collect::<Vec<_>>().join("\n"))
}

fn rows(migrated: &Reference) -> String {
    format!("-- The rows that migrations write.\n{}", migrated.rows.join("\n"))
}

/// One version a line, so that two branches that add one each can be merged.
fn history(migrated: &Reference) -> String {
    let versions: Vec<_> =
        migrated.versions.iter().map(|version| format!("    ({})", quote_literal(version))).collect();
    format!("{HISTORY}\n{};", versions.join(",\n"))
}

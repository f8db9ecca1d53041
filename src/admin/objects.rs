//! What a schema holds, from the catalog.

use diesel::prelude::*;
use diesel::sql_types::Text;

/// A table, function, type or anything else that somebody made in a schema.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(super) struct Object {
    /// What it is, as PostgreSQL calls it: `table`, `function`, …
    #[diesel(sql_type = Text)]
    pub(super) kind: String,
    /// Its full name, quoted where needed, with its arguments if it takes any.
    #[diesel(sql_type = Text)]
    pub(super) identity: String,
}

/// Everything in the schema $1. Extensions, and what belongs to one, aren't counted: they are the database's.
const OBJECTS: &str = "
    SELECT o.type AS kind, o.identity
    FROM pg_depend d, pg_identify_object(d.classid, d.objid, 0) o
    WHERE d.refclassid = 'pg_namespace'::REGCLASS AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND d.deptype = 'n'
      AND d.classid <> 'pg_extension'::REGCLASS
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
    ORDER BY o.type = 'table' DESC, o.type, o.identity";

/// What a schema holds, its tables first; nothing if it isn't there.
pub(super) fn objects(conn: &mut PgConnection, schema: &str) -> QueryResult<Vec<Object>> {
    diesel::sql_query(OBJECTS).bind::<Text, _>(schema).load(conn)
}

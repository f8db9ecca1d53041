use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Nullable, Oid, Text};

use super::order::{Address, Dependency, Found};
use super::{Kind, Object, Scope};
use crate::database::quote::quote_literal;

const COMMON: &str = include_str!("sql/common.sql");

/// The queries that find the objects. Each gives the columns of [`Row`] and has [`COMMON`] before it.
const QUERIES: [(Kind, &str); 17] = [
    (Kind::Extension, include_str!("sql/extensions.sql")),
    (Kind::Type, include_str!("sql/types.sql")),
    (Kind::Sequence, include_str!("sql/sequences.sql")),
    (Kind::Function, include_str!("sql/functions.sql")),
    (Kind::Function, include_str!("sql/aggregates.sql")),
    (Kind::Table, include_str!("sql/tables.sql")),
    (Kind::SequenceOwner, include_str!("sql/sequence_owners.sql")),
    (Kind::Constraint, include_str!("sql/constraints.sql")),
    (Kind::Index, include_str!("sql/indexes.sql")),
    (Kind::Statistics, include_str!("sql/statistics.sql")),
    (Kind::View, include_str!("sql/views.sql")),
    (Kind::Rule, include_str!("sql/rules.sql")),
    (Kind::Trigger, include_str!("sql/triggers.sql")),
    (Kind::Policy, include_str!("sql/policies.sql")),
    (Kind::Other, include_str!("sql/others.sql")),
    (Kind::Privileges, include_str!("sql/privileges.sql")),
    (Kind::Comment, include_str!("sql/column_comments.sql")),
];

/// What belongs to an extension is the extension's; what hangs on the migrations' history isn't the schema's.
const FILTERED: &str = "
SELECT class::OID AS class, oid, relation, quote_ident(base) AS base, name, target, sql,
       CASE WHEN target IS NOT NULL THEN obj_description(oid, class::TEXT) END AS comment
FROM found
WHERE sql <> '' AND left(base, 2) <> '__' AND NOT EXISTS (
    SELECT FROM pg_depend
    WHERE deptype = 'e' AND (classid, objid) IN ((class::OID, oid), ('pg_class'::REGCLASS::OID, relation)))
ORDER BY name COLLATE \"C\"";

#[derive(QueryableByName)]
struct Row {
    /// The catalog that it is in, and its number there.
    #[diesel(sql_type = Oid)]
    class: u32,
    #[diesel(sql_type = Oid)]
    oid: u32,
    /// The number of the table or view that it is or hangs on; 0 without one.
    #[diesel(sql_type = Oid)]
    relation: u32,
    /// That relation's name, quoted; without one the object's own.
    #[diesel(sql_type = Text)]
    base: String,
    #[diesel(sql_type = Text)]
    name: String,
    /// As COMMENT ON takes it; `None` when nothing can be said of it.
    #[diesel(sql_type = Nullable<Text>)]
    target: Option<String>,
    #[diesel(sql_type = Text)]
    sql: String,
    #[diesel(sql_type = Nullable<Text>)]
    comment: Option<String>,
}

#[derive(QueryableByName)]
struct DependencyRow {
    #[diesel(sql_type = Oid)]
    classid: u32,
    #[diesel(sql_type = Oid)]
    objid: u32,
    #[diesel(sql_type = Oid)]
    refclassid: u32,
    #[diesel(sql_type = Oid)]
    refobjid: u32,
    #[diesel(sql_type = Bool)]
    part: bool,
}

/// Every object with its place in the catalogs, comments among them.
pub(super) fn objects(conn: &mut PgConnection, scope: Scope) -> QueryResult<Vec<Found>> {
    let mut found = Vec::new();
    for (kind, query) in QUERIES {
        if kind == Kind::Privileges && !scope.privileges {
            continue;
        }
        let query = format!("{COMMON}, found AS (\n{query}){FILTERED}");
        let rows: Vec<Row> = diesel::sql_query(query).load(conn)?;
        found.extend(rows.iter().filter_map(|row| row.comment(kind)));
        found.extend(rows.into_iter().map(|row| row.found(kind)));
    }
    Ok(found)
}

impl Row {
    fn found(self, kind: Kind) -> Found {
        let hangs = self.relation != 0 && !matches!(kind, Kind::Table | Kind::View);
        let address = Address { class: self.class, oid: self.oid };
        let table = hangs.then_some(self.base);
        Found {
            object: Object { kind, name: self.name, table, sql: self.sql },
            address,
            relation: self.relation,
        }
    }

    /// The comment on this object as an object of its own.
    fn comment(&self, kind: Kind) -> Option<Found> {
        let (target, comment) = (self.target.as_ref()?, self.comment.as_ref()?);
        let object = Object {
            kind: Kind::Comment,
            name: format!("{kind} {}", self.name),
            table: (self.relation != 0).then(|| self.base.clone()),
            sql: format!("COMMENT ON {target} IS {};", quote_literal(comment)),
        };
        let address = Address { class: self.class, oid: self.oid };
        Some(Found { object, address, relation: self.relation })
    }
}

/// What the server knows to need something else.
pub(super) fn dependencies(conn: &mut PgConnection) -> QueryResult<Vec<Dependency>> {
    let rows: Vec<DependencyRow> = diesel::sql_query(include_str!("sql/dependencies.sql")).load(conn)?;
    let dependency = |row: DependencyRow| Dependency {
        of: Address { class: row.classid, oid: row.objid },
        on: Address { class: row.refclassid, oid: row.refobjid },
        part: row.part,
    };
    Ok(rows.into_iter().map(dependency).collect())
}

pub(super) fn server_major(conn: &mut PgConnection) -> QueryResult<i32> {
    let number = diesel::dsl::sql::<Integer>("current_setting('server_version_num')::INTEGER / 10000");
    diesel::select(number).get_result(conn)
}

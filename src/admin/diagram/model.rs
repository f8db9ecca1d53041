use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Nullable, Text};

/// The tables of a schema and how they refer to each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// Its tables by name, without those whose names begin with `__`: they are a tool's own.
    pub tables: Vec<Table>,
    /// The foreign keys among its tables, by table and name.
    pub references: Vec<Reference>,
}

/// A table, partitioned or not; its partitions aren't tables of their own here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// What it is for, by its comment.
    pub comment: Option<String>,
    /// Its columns in their order.
    pub columns: Vec<Column>,
    /// Its indexes by name, those of primary keys and unique constraints among them.
    pub indexes: Vec<Index>,
}

/// A column of a table.
#[allow(clippy::struct_excessive_bools, reason = "they are what the catalog says, each by itself")]
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub struct Column {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its type as SQL has it: `numeric(10,2)`, `timestamp with time zone`.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// What is in it, by its comment.
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    /// Whether it can be NULL.
    #[diesel(sql_type = Bool)]
    pub nullable: bool,
    /// Whether the database numbers it (`GENERATED … AS IDENTITY`).
    #[diesel(sql_type = Bool)]
    pub identity: bool,
    /// The SQL expression of its default.
    #[diesel(sql_type = Nullable<Text>)]
    pub default: Option<String>,
    /// The SQL expression that it is computed from.
    #[diesel(sql_type = Nullable<Text>)]
    pub generated: Option<String>,
    /// Whether it is in the primary key.
    #[diesel(sql_type = Bool)]
    pub primary: bool,
    /// Whether it is in a foreign key.
    #[diesel(sql_type = Bool)]
    pub foreign: bool,
    /// Whether it is unique by itself, by a constraint.
    #[diesel(sql_type = Bool)]
    pub unique: bool,
}

/// An index of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub struct Index {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// How it is made: `btree`, `gin`.
    #[diesel(sql_type = Text)]
    pub method: String,
    /// What is indexed, in order: columns by their names, and SQL expressions.
    #[diesel(sql_type = Array<Text>)]
    pub parts: Vec<String>,
    /// Whether it is the primary key's.
    #[diesel(sql_type = Bool)]
    pub primary: bool,
    /// Whether no two rows agree on all of it.
    #[diesel(sql_type = Bool)]
    pub unique: bool,
    /// The condition of the rows that are in it; all are where there is none.
    #[diesel(sql_type = Nullable<Text>)]
    pub predicate: Option<String>,
}

/// A foreign key.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub struct Reference {
    /// The constraint's name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The table that refers.
    #[diesel(sql_type = Text)]
    pub child: String,
    /// The columns that refer, as the key has them.
    #[diesel(sql_type = Array<Text>)]
    pub child_columns: Vec<String>,
    /// The table that is referred to.
    #[diesel(sql_type = Text)]
    pub parent: String,
    /// The columns that are referred to, in the same order.
    #[diesel(sql_type = Array<Text>)]
    pub parent_columns: Vec<String>,
    /// Whether a row may refer to nothing.
    #[diesel(sql_type = Bool)]
    pub optional: bool,
    /// Whether at most one row refers to each, by a unique constraint.
    #[diesel(sql_type = Bool)]
    pub single: bool,
    /// What is done when the row that is referred to is deleted, where that isn't refused: `cascade`, `set null`.
    #[diesel(sql_type = Nullable<Text>)]
    pub on_delete: Option<String>,
    /// What is done when its key changes, where that isn't refused.
    #[diesel(sql_type = Nullable<Text>)]
    pub on_update: Option<String>,
}

impl Schema {
    /// Where in `tables` this one is.
    pub(super) fn position(&self, table: &str) -> Option<usize> {
        self.tables.iter().position(|one| one.name == table)
    }
}

impl Table {
    /// Where among its columns this one is.
    pub(super) fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|one| one.name == column)
    }
}

impl Column {
    /// What keys it is in, in the short form that diagrams have: PK, FK, UK.
    pub(super) fn keys(&self) -> Vec<&'static str> {
        let keys = [(self.primary, "PK"), (self.foreign, "FK"), (self.unique, "UK")];
        keys.into_iter().filter_map(|(is, key)| is.then_some(key)).collect()
    }

    /// Its type, the longest of them in their short form.
    pub(super) fn short_kind(&self) -> String {
        let kind = self.kind.replace("timestamp with time zone", "timestamptz");
        kind.replace("timestamp without time zone", "timestamp").replace("character varying", "varchar")
    }
}

impl Reference {
    /// The key in words, as `orders (user_id) → users (id), on delete cascade`.
    pub(super) fn in_words(&self) -> String {
        let (from, to) = (self.child_columns.join(", "), self.parent_columns.join(", "));
        let mut words = format!("{} ({from}) → {} ({to})", self.child, self.parent);
        for (event, action) in [("delete", &self.on_delete), ("update", &self.on_update)] {
            words += &action.as_ref().map(|action| format!(", on {event} {action}")).unwrap_or_default();
        }
        words
    }
}

use std::collections::BTreeMap;

use super::{Kind, Object};

/// In what way something isn't as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum What {
    /// It should be there and isn't.
    Missing,
    /// It is there and shouldn't be.
    Extra,
    /// It is there, but otherwise.
    Changed,
}

impl What {
    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Changed => "changed",
        }
    }
}

/// One thing by which two schemas differ.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Difference {
    /// In what way.
    pub what: What,
    /// What it is.
    pub kind: Kind,
    /// Its name, as [`Object::name`].
    pub name: String,
    /// The table that it hangs on, as [`Object::table`].
    pub table: Option<String>,
    /// The definition that there should be; `None` when it is [`What::Extra`].
    pub expected: Option<String>,
    /// The definition that there is; `None` when it is [`What::Missing`].
    pub found: Option<String>,
}

type ByName<'o> = BTreeMap<(Kind, &'o str), &'o Object>;

pub(super) fn between(expected: &[Object], found: &[Object]) -> Vec<Difference> {
    let (expected, found) = (by_name(expected), by_name(found));
    let mut names: Vec<_> =
        expected.keys().chain(found.keys().filter(|name| !expected.contains_key(*name))).collect();
    names.sort();
    names
        .into_iter()
        .filter_map(|name| difference(expected.get(name).copied(), found.get(name).copied()))
        .collect()
}

fn by_name(objects: &[Object]) -> ByName<'_> {
    objects.iter().map(|object| ((object.kind, object.name.as_str()), object)).collect()
}

fn difference(expected: Option<&Object>, found: Option<&Object>) -> Option<Difference> {
    let (what, object) = match (expected, found) {
        (Some(expected), Some(found)) if expected.sql == found.sql => return None,
        (Some(_), Some(found)) => (What::Changed, found),
        (Some(expected), None) => (What::Missing, expected),
        (None, found) => (What::Extra, found?),
    };
    let definition = |object: Option<&Object>| object.map(|object| object.sql.clone());
    Some(Difference {
        what,
        kind: object.kind,
        name: object.name.clone(),
        table: object.table.clone(),
        expected: definition(expected),
        found: definition(found),
    })
}

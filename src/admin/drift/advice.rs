use crate::database::catalog::{Difference, Kind, What};

/// What to do about a difference from the migrations, as one sentence without a point.
pub fn advice(difference: &Difference) -> String {
    match difference.what {
        What::Missing => "make it again by its definition, or write a migration that drops it".to_owned(),
        What::Extra => "write a migration that makes it, or drop it".to_owned(),
        What::Changed => repair(difference).unwrap_or_else(|| {
            "change it back to the expected definition, or write a migration that makes the change".to_owned()
        }),
    }
}

/// Something that is switched off or unfinished takes one statement.
fn repair(difference: &Difference) -> Option<String> {
    let (expected, found) = (difference.expected.as_deref()?, difference.found.as_deref()?);
    let table = difference.table.as_deref()?;
    let new = |text: &str| found.contains(text) && !expected.contains(text);
    let own = difference
        .name
        .strip_prefix(table)
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(&difference.name);
    match difference.kind {
        Kind::Trigger if new(" DISABLE TRIGGER ") => {
            Some(format!("ALTER TABLE {table} ENABLE TRIGGER {own};"))
        }
        Kind::Constraint if new(" NOT VALID;") => {
            Some(format!("ALTER TABLE {table} VALIDATE CONSTRAINT {own};"))
        }
        Kind::Constraint if new("-- not in force: its own triggers") => {
            Some(format!("ALTER TABLE {table} ENABLE TRIGGER ALL;"))
        }
        Kind::Constraint if new("-- not in force") => Some(format!("REINDEX INDEX CONCURRENTLY {own};")),
        Kind::Index if new("-- invalid") => Some(format!("REINDEX INDEX CONCURRENTLY {own};")),
        _ => None,
    }
    .map(|statement| format!("repair it with {statement}").trim_end_matches(';').to_owned())
}

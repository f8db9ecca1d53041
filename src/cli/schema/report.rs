use std::collections::BTreeSet;

use similar::TextDiff;

use crate::admin::drift::advice;
use crate::cli::output::visible;
use crate::database::catalog::{Difference, Kind, What};

/// Lines around a change that are shown.
const CONTEXT: usize = 3;

/// A paragraph for each difference: what it is, what to do, and how the definitions differ. What goes with a table that
/// is missing or extra as a whole is only counted.
pub(super) fn report(differences: &[Difference]) -> Vec<String> {
    let whole: BTreeSet<_> = differences.iter().filter(|d| is_whole(d)).map(|d| d.name.as_str()).collect();
    let (going_along, told): (Vec<_>, Vec<_>) =
        differences.iter().partition(|d| d.table.as_deref().is_some_and(|table| whole.contains(table)));
    let along = |name: &str| going_along.iter().filter(|d| d.table.as_deref() == Some(name)).count();
    told.into_iter().map(|d| paragraph(d, if is_whole(d) { along(&d.name) } else { 0 })).collect()
}

/// A table or view that isn't there on one side takes all that hangs on it with it.
fn is_whole(difference: &Difference) -> bool {
    matches!(difference.kind, Kind::Table | Kind::View) && difference.what != What::Changed
}

fn paragraph(difference: &Difference, more: usize) -> String {
    let Difference { what, kind, name, .. } = difference;
    let more = match more {
        0 => String::new(),
        more => {
            format!(", with {more} more on it (indexes, comments and the like; `--format json` lists them)")
        }
    };
    let heading = format!("{} {kind} {name}{more}\n  {}\n", what.as_str(), advice(difference));
    printable(&format!("{heading}{}", diff(difference)))
}

/// As `diff -u` writes it.
fn diff(difference: &Difference) -> String {
    let text = |side: &Option<String>| side.as_ref().map(|sql| format!("{sql}\n")).unwrap_or_default();
    let (expected, found) = (text(&difference.expected), text(&difference.found));
    let diff = TextDiff::from_lines(&expected, &found);
    diff.unified_diff().context_radius(CONTEXT).header("expected", "found").to_string()
}

/// Lines and tabs stay, what else a terminal would obey is shown.
fn printable(text: &str) -> String {
    let line = |line: &str| line.split('\t').map(visible).collect::<Vec<_>>().join("\t");
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{Rule, Spot, on_both};
use crate::admin::lint::names::{as_stored, words};
use crate::admin::lint::sql::{Sql, start};
use crate::admin::lint::{Pair, Severity};

pub(super) static RULES: [Rule; 1] = [Rule {
    name: "schema-named",
    finds: "a name with its schema: public.users",
    severity: Severity::Warning,
    safe_way: "leave the schema out: search_path decides, so that the same migrations make a schema per tenant or test",
    check,
}];

/// Schemas that are the same in every database.
const SYSTEM: [&str; 3] = ["pg_catalog", "pg_temp", "information_schema"];

fn check(pair: &Pair<'_>) -> Vec<Spot> {
    on_both(pair, in_script)
}

fn in_script(sql: &Sql<'_>) -> Vec<(usize, String)> {
    let named = sql.root().descendants().filter_map(|node| Some((schema(&node)?, node)));
    let others = named.filter(|(schema, _)| !SYSTEM.contains(&schema.as_str()));
    others.map(|(schema, node)| (start(&node), format!("The schema {schema} is named."))).collect()
}

/// The schema that a name is written with.
fn schema(node: &SyntaxNode) -> Option<String> {
    let parts_without = match node.kind() {
        // The part before the last is a table.
        SyntaxKind::QUALIFIED_COLUMN_NAME_REF | SyntaxKind::PERCENT_TYPE => 2,
        // A setting has a prefix of its own.
        SyntaxKind::CONFIG_PARAMETER_REF => return None,
        // A column of a composite value is a field too; a call's name isn't one.
        SyntaxKind::FIELD_EXPR
            if node.parent().is_some_and(|above| above.kind() == SyntaxKind::CALL_EXPR) =>
        {
            1
        }
        kind if kind != SyntaxKind::PATH && kind != SyntaxKind::PATH_REF && has_path(node) => 1,
        _ => return None,
    };
    let path = node.children().find(|child| is_path(child.kind())).unwrap_or_else(|| node.clone());
    let parts: Vec<_> = words(&path).filter(|word| word.kind() != SyntaxKind::DOT).collect();
    (parts.len() > parts_without).then(|| parts.first().map(|first| as_stored(first.text())))?
}

fn has_path(node: &SyntaxNode) -> bool {
    node.children().any(|child| is_path(child.kind()))
}

fn is_path(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::PATH | SyntaxKind::PATH_REF)
}

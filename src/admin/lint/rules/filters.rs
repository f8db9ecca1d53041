use squawk_syntax::ast::{AstNode, CreateFunction, CreateProcedure, Do};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{Rule, Spot, on_both};
use crate::admin::lint::names::{child, name};
use crate::admin::lint::sql::{Sql, start};
use crate::admin::lint::{Pair, Severity};

pub(super) static RULES: [Rule; 1] = [Rule {
    name: "unfiltered-write",
    finds: "UPDATE or DELETE without WHERE, TRUNCATE; in functions too",
    severity: Severity::Error,
    safe_way: "say in WHERE which rows are meant; where all of them are, fill them in batches by key, outside of the \
               migration that changes the table",
    check,
}];

fn check(pair: &Pair<'_>) -> Vec<Spot> {
    on_both(pair, |sql| {
        let written = writes(sql).into_iter();
        let told = written.filter(|write| !pair.created.contains(&write.table));
        told.map(|write| (write.offset, format!("{} every row of {}.", write.verb, write.table))).collect()
    })
}

struct Write {
    verb: &'static str,
    table: String,
    offset: usize,
}

/// Statements that write to every row, those in the bodies of functions too.
fn writes(sql: &Sql<'_>) -> Vec<Write> {
    let root = sql.root();
    let mut found: Vec<_> = root.descendants().filter_map(|node| unfiltered(&node)).collect();
    found.extend(root.descendants().flat_map(|node| in_body(&node)));
    found
}

fn unfiltered(node: &SyntaxNode) -> Option<Write> {
    let verb = match node.kind() {
        SyntaxKind::UPDATE => "UPDATE changes",
        SyntaxKind::DELETE => "DELETE removes",
        SyntaxKind::TRUNCATE => "TRUNCATE removes",
        _ => return None,
    };
    let filters = [SyntaxKind::WHERE_CLAUSE, SyntaxKind::WHERE_CURRENT_OF];
    let target = child(node, &[SyntaxKind::RELATION_NAME, SyntaxKind::TABLE_LIST])?;
    child(node, &filters).is_none().then(|| Write { verb, table: name(&target), offset: start(node) })
}

fn in_body(node: &SyntaxNode) -> Vec<Write> {
    let function = CreateFunction::cast(node.clone());
    let procedure = CreateProcedure::cast(node.clone());
    let plpgsql = function.as_ref().and_then(CreateFunction::plpgsql);
    let plpgsql =
        plpgsql.or_else(|| procedure.as_ref()?.plpgsql()).or_else(|| Do::cast(node.clone())?.plpgsql());
    if let Some(body) = plpgsql {
        let writes =
            body.syntax().descendants().filter_map(|node| Some((unfiltered(&node)?, node.text_range())));
        return writes
            .map(|(write, at)| Write { offset: body.source_range(at).start().into(), ..write })
            .collect();
    }
    let sql = function.and_then(|function| function.sql_body()).or_else(|| procedure?.sql_body());
    let Some(body) = sql else { return Vec::new() };
    let writes = body.syntax().descendants().filter_map(|node| Some((unfiltered(&node)?, node.text_range())));
    writes.map(|(write, at)| Write { offset: body.source_range(at).start().into(), ..write }).collect()
}

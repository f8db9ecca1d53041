use std::collections::HashSet;

use super::{Column, Index, Reference, Schema, Table};

const PROJECT: &str = "Project ledgerstore {\n  database_type: 'PostgreSQL'\n}\n";

/// The schema in DBML, the language of <https://dbdiagram.io>, with every comment as a note.
///
/// DBML has one reference between the same columns: of several keys that agree the first is written.
pub fn dbml(schema: &Schema) -> String {
    let mut written = HashSet::new();
    let references = schema.references.iter().filter(|one| written.insert(endpoints(one)) && !is_circle(one));
    let parts = schema.tables.iter().map(table).chain(references.map(reference));
    parts.fold(PROJECT.to_owned(), |text, part| format!("{text}\n{part}"))
}

fn table(table: &Table) -> String {
    if table.columns.is_empty() {
        return format!("// Table {} has no columns, which DBML doesn't allow.\n", name(&table.name));
    }
    let mut lines: Vec<_> =
        table.columns.iter().map(|column| format!("  {}\n", column_line(table, column))).collect();
    let indexes: Vec<_> =
        table.indexes.iter().filter(|index| !is_told(table, index)).map(|i| index_line(table, i)).collect();
    if !indexes.is_empty() {
        lines.push(format!("\n  indexes {{\n{}  }}\n", indexes.concat()));
    }
    if let Some(comment) = &table.comment {
        lines.push(format!("\n  Note: {}\n", text(comment)));
    }
    format!("Table {} {{\n{}}}\n", name(&table.name), lines.concat())
}

fn column_line(table: &Table, column: &Column) -> String {
    let alone = column.primary && table.columns.iter().filter(|one| one.primary).count() == 1;
    let default = column.default.as_ref().map(|sql| format!("default: {}", value(sql)));
    let computed = column.generated.as_ref().map(|sql| format!("Computed: {sql}."));
    let note: Vec<_> = column.comment.iter().chain(&computed).map(String::as_str).collect();
    let settings = [
        alone.then(|| "pk".to_owned()),
        column.identity.then(|| "increment".to_owned()),
        (!column.nullable && !alone).then(|| "not null".to_owned()),
        column.unique.then(|| "unique".to_owned()),
        default,
        (!note.is_empty()).then(|| format!("note: {}", text(&note.join(" ")))),
    ];
    format!("{} {}{}", name(&column.name), kind(&column.kind), in_brackets(&settings))
}

/// Whether its column's `pk` or `unique` tells of it already.
fn is_told(table: &Table, index: &Index) -> bool {
    let [part] = &index.parts[..] else { return false };
    let column = table.columns.iter().find(|column| column.name == *part);
    index.predicate.is_none() && index.unique && column.is_some_and(|column| index.primary || column.unique)
}

fn index_line(table: &Table, index: &Index) -> String {
    let part = |part: &String| match table.position(part) {
        Some(_) => name(part),
        None => expression(part),
    };
    let parts: Vec<_> = index.parts.iter().map(part).collect();
    let settings = [
        index.primary.then(|| "pk".to_owned()),
        (index.unique && !index.primary).then(|| "unique".to_owned()),
        (index.method != "btree").then(|| format!("type: {}", index.method)),
        Some(format!("name: {}", text(&index.name))),
        index.predicate.as_ref().map(|predicate| format!("note: {}", text(&format!("Where {predicate}.")))),
    ];
    format!("    ({}){}\n", parts.join(", "), in_brackets(&settings))
}

fn reference(reference: &Reference) -> String {
    let sign = if reference.single { '-' } else { '>' };
    let from = endpoint(&reference.child, &reference.child_columns);
    let to = endpoint(&reference.parent, &reference.parent_columns);
    let settings = [("delete", &reference.on_delete), ("update", &reference.on_update)]
        .map(|(event, action)| action.as_ref().map(|action| format!("{event}: {action}")));
    format!("Ref {}: {from} {sign} {to}{}\n", name(&reference.name), in_brackets(&settings))
}

fn endpoint(table: &str, columns: &[String]) -> String {
    let names: Vec<_> = columns.iter().map(|column| name(column)).collect();
    let names = names.join(", ");
    if columns.len() == 1 { format!("{}.{names}", name(table)) } else { format!("{}.({names})", name(table)) }
}

/// The two ends, whichever comes first.
fn endpoints(reference: &Reference) -> [(&str, &[String]); 2] {
    let mut ends: [(&str, &[String]); 2] =
        [(&reference.child, &reference.child_columns), (&reference.parent, &reference.parent_columns)];
    ends.sort_unstable();
    ends
}

/// Whether the columns refer to themselves, which says nothing.
fn is_circle(reference: &Reference) -> bool {
    let [one, other] = endpoints(reference);
    one == other
}

fn in_brackets(settings: &[Option<String>]) -> String {
    let given: Vec<_> = settings.iter().flatten().map(String::as_str).collect();
    if given.is_empty() { String::new() } else { format!(" [{}]", given.join(", ")) }
}

fn name(name: &str) -> String {
    format!("\"{}\"", escaped(name, '"'))
}

fn text(text: &str) -> String {
    format!("'{}'", escaped(text, '\''))
}

fn escaped(text: &str, quote: char) -> String {
    let quoted = text.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
    quoted.replace('\n', "\\n").replace('\r', "\\r")
}

/// A type: one that is more than a word with numbers has to be quoted.
fn kind(kind: &str) -> String {
    let is_word =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_plain = match kind.strip_suffix(')').and_then(|kind| kind.split_once('(')) {
        Some((word, numbers)) => is_word(word) && numbers.split(',').all(is_word),
        None => is_word(kind),
    };
    if is_plain { kind.to_owned() } else { name(kind) }
}

/// A default: a number, a truth value or a text as such, anything else as an expression.
fn value(sql: &str) -> String {
    let literal = sql.strip_prefix('\'').and_then(|sql| sql.rsplit_once("'::"));
    match literal {
        Some((inside, _)) if !inside.replace("''", "").contains('\'') => text(&inside.replace("''", "'")),
        _ if sql.parse::<f64>().is_ok() || matches!(sql, "true" | "false") => sql.to_owned(),
        _ => expression(sql),
    }
}

/// An SQL expression; one with a backtick in it can only be a text, as DBML knows no way to write it.
fn expression(sql: &str) -> String {
    if sql.contains('`') { text(sql) } else { format!("`{sql}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_quoted_where_they_must() {
        assert_eq!(kind("bigint"), "bigint");
        assert_eq!(kind("numeric(10,2)"), "numeric(10,2)");
        for odd in ["timestamp with time zone", "text[]", "character varying(10)", "\"Odd\""] {
            assert_eq!(kind(odd), name(odd));
        }
    }

    #[test]
    fn defaults_are_literals_or_expressions() {
        assert_eq!(value("0"), "0");
        assert_eq!(value("false"), "false");
        assert_eq!(value("'pending'::text"), "'pending'");
        assert_eq!(value("'Anna''s'::text"), "'Anna\\'s'");
        assert_eq!(value("now()"), "`now()`");
        assert_eq!(value("('a'::text || 'b'::text)"), "`('a'::text || 'b'::text)`");
        assert_eq!(value("'a'::text || 'b'::text"), "`'a'::text || 'b'::text`");
        assert_eq!(value("f('`')"), "'f(\\'`\\')'");
    }

    #[test]
    fn texts_end_where_they_should() {
        assert_eq!(text("it's\n\\n"), "'it\\'s\\n\\\\n'");
        assert_eq!(name("a\"b"), "\"a\\\"b\"");
    }
}

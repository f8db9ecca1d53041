use super::{Column, Reference, Schema, Table};

/// The schema as a Mermaid entity relationship diagram: tables, columns with their types and keys, and references.
///
/// What Mermaid can't have in a name becomes `_`.
pub fn mermaid(schema: &Schema) -> String {
    let relations = schema.references.iter().map(relation);
    let entities = schema.tables.iter().map(entity);
    relations.chain(entities).fold("erDiagram\n".to_owned(), |text, part| text + &part)
}

fn relation(reference: &Reference) -> String {
    let parent = if reference.optional { "|o" } else { "||" };
    let child = if reference.single { "o|" } else { "o{" };
    let (from, to) = (entity_name(&reference.parent), entity_name(&reference.child));
    let columns = reference.child_columns.join(", ").replace('"', "'");
    format!("    {from} {parent}--{child} {to} : \"{columns}\"\n")
}

fn entity(table: &Table) -> String {
    let lines: Vec<_> = table.columns.iter().map(attribute).collect();
    format!("    {} {{\n{}    }}\n", entity_name(&table.name), lines.concat())
}

fn attribute(column: &Column) -> String {
    // A type is one word, and a diagram has no place for its length.
    let short = column.short_kind();
    let kind = short.split_once('(').map_or(short.clone(), |(name, rest)| {
        let behind = rest.split_once(')').map_or("", |(_, behind)| behind);
        format!("{name}{behind}")
    });
    let keys = column.keys();
    let keys = if keys.is_empty() { String::new() } else { format!(" {}", keys.join(",")) };
    format!("        {} {}{keys}\n", word(&kind), word(&column.name))
}

fn entity_name(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && word(name) == name;
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace(['"', '\n', '%', '\\'], "_")) }
}

/// The text as one word of those signs that an attribute may have; square brackets are an array's.
fn word(text: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '[' | ']');
    text.chars().map(|c| if fits(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_types_fit_into_mermaid() {
        let column =
            |name: &str, kind: &str| Column { name: name.into(), kind: kind.into(), ..Column::default() };
        let columns = vec![column("a b", "numeric(10,2)"), column("at", "timestamp(3) without time zone[]")];
        let table = Table { name: "two words".into(), columns, ..Table::default() };
        let schema = Schema { tables: vec![table], references: vec![] };
        let drawn = "erDiagram\n    \"two words\" {\n        numeric a_b\n        timestamp_without_time_zone[] at\n    }\n";
        assert_eq!(mermaid(&schema), drawn);
        assert_eq!(mermaid(&Schema::default()), "erDiagram\n");
    }
}

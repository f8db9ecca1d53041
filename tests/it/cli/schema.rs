use super::program::{Program, snapshot};
use crate::support::TestDb;

#[test]
fn draws_every_table_in_every_language() {
    let db = TestDb::new();
    let program = Program::on(&db);
    for (language, table) in [
        ("mermaid", "    NAME {\n"),
        ("dbml", "Table \"NAME\" {\n"),
        ("dot", "  \"NAME\" [tooltip="),
        ("svg", ">NAME</text>"),
    ] {
        let run = program.ok(&["schema", "diagram", "--format", language]);
        for name in [
            "accounts",
            "entries",
            "order_items",
            "orders",
            "products",
            "sessions",
            "stock_movements",
            "transfers",
            "users",
        ] {
            assert!(run.stdout.contains(&table.replace("NAME", name)), "{name}: {run}");
        }
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn mermaid_is_what_is_drawn_unless_asked_otherwise() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let run = program.ok(&["schema", "diagram"]);
    assert!(run.stdout.starts_with("erDiagram\n"), "{run}");
    assert!(run.stdout.contains("    accounts ||--o{ entries : \"account_id\"\n"), "{run}");
    assert_eq!(run.stdout, program.ok(&["schema", "diagram", "--format", "mermaid"]).stdout);
}

/// What was accepted has been read by the parser of dbdiagram.io and drawn by Graphviz.
#[test]
fn dbml_and_dot_are_what_was_tried() {
    let db = TestDb::new();
    for language in ["dbml", "dot"] {
        let run = Program::on(&db).ok(&["schema", "diagram", "--format", language]);
        snapshot(&format!("schema_{language}"), &run.stdout);
    }
}

#[test]
fn a_diagram_has_a_format_of_its_own() {
    let program = Program::new();
    let runs = [
        &["schema", "diagram", "--format", "json"][..],
        &["--format", "json", "schema", "diagram"],
        &["--format", "svg", "schema", "diagram"],
        &["inspect", "tables", "--format", "svg"],
    ]
    .map(|arguments| program.run(arguments));
    assert!(runs.iter().all(|run| run.code == 2 && run.stdout.is_empty()), "{runs:?}");
    program.assert("schema_wrong_format", &runs);
}

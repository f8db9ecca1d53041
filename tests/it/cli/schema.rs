use super::program::Program;
use crate::support::TestDb;

#[test]
fn draws_every_table() {
    let db = TestDb::new();
    let run = Program::on(&db).ok(&["schema", "diagram"]);
    assert!(run.stdout.starts_with("erDiagram\n"), "{run}");
    for table in
        ["accounts", "entries", "order_items", "orders", "products", "sessions", "transfers", "users"]
    {
        assert!(run.stdout.contains(&format!("    {table} {{\n")), "{table}: {run}");
    }
    assert!(run.stdout.contains("    accounts ||--o{ entries : \"account_id\"\n"), "{run}");
}

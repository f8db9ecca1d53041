use diesel::connection::SimpleConnection;
use serde_json::Value;

use super::super::program::Program;
use super::super::world::world;

#[test]
fn finds_indexes_that_are_too_many() {
    let db = world();
    db.conn()
        .batch_execute(
            "CREATE INDEX spare_same ON users (created_at, id);
             CREATE INDEX spare_prefix ON orders (user_id);
             CREATE INDEX spare_beside_key ON users (username);
             CREATE INDEX other_order ON orders (user_id DESC);
             CREATE INDEX other_rows ON orders (user_id) WHERE status = 'pending';
             CREATE INDEX other_expression ON users (lower(username));
             CREATE INDEX other_kind ON orders USING hash (user_id);
             CREATE UNIQUE INDEX own_key ON orders (created_at)",
        )
        .unwrap();
    let failed =
        db.conn().batch_execute("CREATE UNIQUE INDEX CONCURRENTLY unfinished ON accounts (currency)");
    assert!(failed.is_err());
    let program = Program::on(&db);
    let run = program.ok(&["--format", "json", "inspect", "indexes"]);
    let found: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let index = |name: &str| found.iter().find(|index| index["name"] == name).unwrap();
    for (name, by) in [
        ("spare_same", "users_created_at_id_idx"),
        ("spare_prefix", "orders_user_id_created_at_id_idx"),
        ("spare_beside_key", "users_username_key"),
    ] {
        assert_eq!(index(name)["covered_by"], by);
    }
    let covered = found.iter().filter(|index| !index["covered_by"].is_null()).count();
    assert_eq!(covered, 3, "{run}");
    assert_eq!(index("unfinished")["valid"], false);
    assert_eq!(index("other_rows")["predicate"], "(status = 'pending'::text)");
    let rows = program.ok(&["inspect", "indexes"]).stdout;
    let state = |name: &str| {
        let row = rows.lines().find(|line| line.starts_with(name)).unwrap();
        ["fine", "unused", "covered", "invalid"]
            .into_iter()
            .find(|state| row.contains(&format!(" {state} ")))
            .unwrap()
    };
    let states = ["spare_same", "unfinished", "other_kind", "own_key", "accounts_pkey"].map(state);
    assert_eq!(states, ["covered", "invalid", "unused", "fine", "fine"]);
}

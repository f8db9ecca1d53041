use super::program::Program;
use super::world::world;

/// Each look at the world, in each format.
#[test]
fn shows_what_is_there() {
    let db = world();
    let program = Program::on(&db);
    for (name, arguments) in [
        ("tables", &["tables"][..]),
        ("users", &["users"]),
        ("users_deleted", &["users", "--deleted"]),
        ("user", &["user", "anna"]),
        ("accounts", &["accounts"]),
        ("account", &["account", "anna/EUR"]),
        ("transfers", &["transfers"]),
        ("transfer", &["transfer", "4"]),
        ("entries", &["entries"]),
        ("products", &["products"]),
        ("product", &["product", "MUG"]),
        ("orders", &["orders"]),
        ("order", &["order", "1"]),
        ("sessions", &["sessions"]),
    ] {
        let arguments = [&["inspect"], arguments].concat();
        let in_format = |format| program.ok(&[&["--format", format], &arguments[..]].concat());
        let runs = ["table", "csv", "json"].map(in_format);
        assert!(!runs.iter().any(|run| run.to_string().contains("$2b$")), "a password's hash is shown");
        program.assert(&format!("inspect_{name}"), &runs);
    }
}

#[test]
fn narrows_down_and_goes_on() {
    let db = world();
    let program = Program::on(&db);
    let runs: Vec<_> = [
        &["users", "--limit", "2"][..],
        &["users", "--after", "2", "--limit", "50"],
        &["user", "ben@example.com"],
        &["user", "2"],
        &["accounts", "--owner", "ben", "--currency", "jpy"],
        &["accounts", "--currency", "CHF"],
        &["account", "1", "--limit", "2"],
        &["account", "1", "--limit", "2", "--before", "2"],
        &["transfers", "--account", "ben/EUR", "--limit", "1"],
        &["entries", "--before", "3"],
        &["products", "--below", "5"],
        &["orders", "--status", "pending"],
        &["orders", "--user", "ben"],
        &["orders", "--before", "ORD-000000000002"],
        &["sessions", "--user", "anna"],
    ]
    .iter()
    .map(|arguments| program.ok(&[&["inspect"], *arguments].concat()))
    .collect();
    program.assert("inspect_narrowed", &runs);
}

#[test]
fn says_what_is_not_there() {
    let db = world();
    let program = Program::on(&db);
    let runs: Vec<_> = [
        &["user", "nobody"][..],
        &["user", "99999999999999999999"],
        &["accounts", "--owner", "nobody"],
        &["account", "999"],
        &["account", "-3"],
        &["account", "anna/CHF"],
        &["transfers", "--account", "999"],
        &["transfer", "999"],
        &["product", "NONE"],
        &["order", "ORD-999"],
        &["orders", "--user", "nobody"],
        &["orders", "--before", "999"],
        &["sessions", "--user", "nobody"],
    ]
    .iter()
    .map(|arguments| program.run(&[&["inspect"], *arguments].concat()))
    .collect();
    for run in &runs {
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run}");
    }
    program.assert("inspect_missing", &runs);
}

#[test]
fn csv_and_json_are_what_they_claim_to_be() {
    let db = world();
    let program = Program::on(&db);
    for what in ["tables", "users", "accounts", "transfers", "entries", "products", "orders", "sessions"] {
        let json: serde_json::Value =
            serde_json::from_str(&program.ok(&["--format", "json", "inspect", what]).stdout).unwrap();
        let run = program.ok(&["--format", "csv", "inspect", what]);
        let mut csv = csv::Reader::from_reader(run.stdout.as_bytes());
        let rows: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().unwrap();
        assert!(!rows.is_empty(), "{run}");
        assert_eq!(json.as_array().unwrap().len(), rows.len(), "{run}");
    }
}

#[test]
fn quiet_says_only_what_was_asked_for() {
    let db = world();
    let program = Program::on(&db);
    assert_ne!(program.ok(&["inspect", "users", "--limit", "1"]).stderr, "");
    assert_eq!(program.ok(&["--quiet", "inspect", "users", "--limit", "1"]).stderr, "");
}

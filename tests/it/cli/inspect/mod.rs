mod documents;
mod filters;
mod indexes;
mod locks;
mod odd;
mod pages;
mod terminal;

use diesel::connection::SimpleConnection;

use super::program::Program;
use super::world::world;

/// Each look at the world, in each format.
#[test]
fn shows_what_is_there() {
    let db = world();
    let program = Program::on(&db);
    for (name, arguments) in [
        ("users", &["users"][..]),
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
        &["users", "--search", "BEN@"],
        &["users", "--search", "%"],
        &["users", "--sort", "newest", "--limit", "1"],
        &["accounts", "--currency", "eur", "--sort", "balance", "--limit", "2"],
        &["accounts", "--currency", "eur", "--sort", "balance", "--after", "3000:2"],
        &["account", "1", "--limit", "2", "--after", "2"],
        &["transfers", "--account", "ben/EUR", "--limit", "1"],
        &["transfers", "--account", "ben/EUR", "--sort", "oldest", "--after", "2"],
        &["entries", "--after", "3"],
        &["products", "--below", "5"],
        &["products", "--sort", "stock", "--limit", "1"],
        &["product", "MUG", "--limit", "1", "--after", "3"],
        &["orders", "--status", "pending"],
        &["orders", "--user", "ben"],
        &["orders", "--after", "ORD-000000000002"],
        &["orders", "--older-than", "1w"],
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
        &["orders", "--after", "999"],
        &["transfers", "--account", "ben/EUR", "--after", "1"],
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
fn says_what_is_wrong_with_an_option() {
    let db = world();
    let program = Program::on(&db);
    let runs: Vec<_> = [
        &["accounts", "--sort", "balance"][..],
        &["accounts", "--currency", "EUR", "--sort", "balance", "--after", "17"],
        &["accounts", "--after", "-1"],
        &["products", "--sort", "stock", "--after", "x:1"],
        &["orders", "--older-than", "soon"],
        &["orders", "--status", "lost"],
        &["transfers", "--since", "yesterday"],
        &["users", "--limit", "0"],
        &["users", "--sort", "name"],
    ]
    .iter()
    .map(|arguments| program.run(&[&["inspect"], *arguments].concat()))
    .collect();
    for run in &runs {
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    }
    program.assert("inspect_misused", &runs);
}

#[test]
fn csv_and_json_are_what_they_claim_to_be() {
    let db = world();
    let program = Program::on(&db);
    for what in
        ["tables", "indexes", "users", "accounts", "transfers", "entries", "products", "orders", "sessions"]
    {
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
fn counts_small_tables_and_estimates_large_ones() {
    let db = world();
    let program = Program::on(&db);
    program.assert("inspect_tables", &[program.ok(&["inspect", "tables"])]);
    let conn = &mut db.conn();
    let large = "CREATE TABLE large AS SELECT repeat('x', 1000) AS text FROM generate_series(1, 6000)";
    conn.batch_execute(&format!("{large}; CREATE TABLE \"Odd \"\" name\" ()")).unwrap();
    let row = |arguments: &[&str]| {
        let run = program.ok(&[&["inspect", "tables"], arguments].concat());
        let line = run.stdout.lines().find(|line| line.starts_with("large ")).unwrap();
        (line.split_whitespace().nth(1).unwrap().to_owned(), run.stderr.clone())
    };
    let never = "?: never analyzed; run ANALYZE, or count with --exact\n";
    assert_eq!(row(&[]), ("?".to_owned(), never.to_owned()));
    assert_eq!(row(&["--exact"]), ("6000".to_owned(), String::new()));
    conn.batch_execute("ANALYZE large").unwrap();
    assert_eq!(row(&[]), ("~6000".to_owned(), String::new()));
    let run = program.ok(&["inspect", "tables"]);
    assert!(run.stdout.contains("Odd \" name"), "{run}");
}

#[test]
fn quiet_says_only_what_was_asked_for() {
    let db = world();
    let program = Program::on(&db);
    assert_ne!(program.ok(&["inspect", "users", "--limit", "1"]).stderr, "");
    assert_eq!(program.ok(&["--quiet", "inspect", "users", "--limit", "1"]).stderr, "");
}

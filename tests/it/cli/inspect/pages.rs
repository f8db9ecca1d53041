//! Page by page, each list is what it is as a whole.

use ledgerstore::types::Currency;
use serde_json::Value;

use super::super::program::Program;
use super::super::world::world;
use crate::support::{account, funded, product};

/// The rows of a document: itself, or its list under a key.
fn rows(program: &Program, arguments: &[&str], key: Option<&str>) -> (Vec<Value>, Option<String>) {
    let run = program.ok(&[&["--format", "json", "inspect"], arguments].concat());
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let rows = key.map_or(&document, |key| &document[key]);
    let next = run.stderr.trim().split_once("--after ").map(|(_, place)| place.to_owned());
    (rows.as_array().unwrap().clone(), next)
}

fn in_pages(program: &Program, list: &[&str], size: &str, key: Option<&str>) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), None::<String>);
    loop {
        let place: Vec<_> = next.iter().flat_map(|place| ["--after", place]).collect();
        let (page, after) = rows(program, &[list, &["--limit", size], &place].concat(), key);
        assert!(!page.is_empty() && page.len() <= size.parse().unwrap(), "{list:?} {next:?}");
        all.extend(page);
        next = after;
        if next.is_none() {
            return all;
        }
    }
}

#[test]
fn pages_are_the_whole() {
    let db = world();
    let conn = &mut db.conn();
    // Some of the same balance and of the same stock.
    for name in ["dora", "eva", "finn"] {
        account(conn, name, Currency::EUR);
        product(conn, name, 1_00, 2);
    }
    funded(conn, "gil", 30_00);
    let program = Program::on(&db);
    let lists: [(&[&str], Option<&str>); 17] = [
        (&["users"], None),
        (&["users", "--sort", "newest"], None),
        (&["users", "--search", "a"], None),
        (&["accounts"], None),
        (&["accounts", "--currency", "EUR", "--sort", "balance"], None),
        (&["account", "anna/EUR"], Some("lines")),
        (&["transfers"], None),
        (&["transfers", "--sort", "oldest"], None),
        (&["transfers", "--account", "house/EUR"], None),
        (&["transfers", "--account", "anna/EUR", "--sort", "oldest", "--since", "1d"], None),
        (&["entries"], None),
        (&["products"], None),
        (&["products", "--sort", "stock"], None),
        (&["product", "MUG"], Some("movements")),
        (&["orders"], None),
        (&["orders", "--sort", "oldest"], None),
        (&["orders", "--user", "anna", "--older-than", "0s"], None),
    ];
    for (list, key) in lists {
        let (whole, next) = rows(&program, list, key);
        assert!(whole.len() > 1 && next.is_none(), "{list:?}");
        for size in ["1", "2"] {
            assert_eq!(in_pages(&program, list, size, key), whole, "{list:?} by {size}");
        }
    }
}

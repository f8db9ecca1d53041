//! The JSON is what the help says it is.

use std::collections::{BTreeMap, BTreeSet};

use bigdecimal::BigDecimal;
use ledgerstore::ledger::{self, NewAccount, Reference};
use ledgerstore::models::Account;
use ledgerstore::types::{Currency, Money};
use serde_json::Value;

use super::super::program::Program;
use super::super::world::world;

/// The commands of which the help tells documents, and the names that it explains: each with its notation.
fn told(help: &str) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let (_, text) = help.split_once("JSON (--format json)").unwrap();
    let (documents, names) = text.split_once("\nwhere\n").unwrap();
    (definitions(documents), definitions(names.split_once("\n\n").unwrap().0))
}

/// Lines of a name and its notation, which goes on in lines that begin further right.
fn definitions(text: &str) -> BTreeMap<String, String> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("  ")) {
        if line.starts_with("    ") {
            found.last_mut().unwrap().1.push_str(line);
        } else {
            let (name, notation) = line.trim().split_once(' ').unwrap();
            found.push((name.to_owned(), notation.to_owned()));
        }
    }
    found.into_iter().collect()
}

/// Every path that a notation tells, as `[].a` or `.a[].b`; those of a name begin without a dot.
fn paths_told(notation: &str, names: &BTreeMap<String, String>) -> BTreeSet<String> {
    let spaced = ["{", "}", "[", "]", ","]
        .iter()
        .fold(notation.to_owned(), |text, mark| text.replace(mark, &format!(" {mark} ")));
    let (mut paths, mut above, mut here) = (BTreeSet::new(), Vec::new(), String::new());
    for token in spaced.split_whitespace() {
        match token {
            "{" => above.push(here.clone()),
            "}" => drop(above.pop().unwrap()),
            "[" => here.push_str("[]"),
            "]" | "," => {}
            name if names.contains_key(name) => {
                let below = paths_told(&names[name], names);
                let inside = |path: &String| {
                    above.last().map_or_else(|| path.clone(), |above| format!("{above}.{path}"))
                };
                paths.extend(below.iter().map(inside));
            }
            key => {
                here = above.last().map_or_else(|| key.to_owned(), |above| format!("{above}.{key}"));
                paths.insert(here.clone());
            }
        }
    }
    assert!(above.is_empty(), "{notation}");
    paths
}

fn paths_printed(value: &Value, here: &str, paths: &mut BTreeSet<String>) {
    match value {
        Value::Array(rows) => rows.iter().for_each(|row| paths_printed(row, &format!("{here}[]"), paths)),
        Value::Object(keys) => {
            for (key, value) in keys {
                let path = format!("{here}.{key}");
                paths.insert(path.clone());
                paths_printed(value, &path, paths);
            }
        }
        _ => {}
    }
}

#[test]
fn the_help_tells_every_key_of_every_document() {
    let db = world();
    let conn = &mut db.conn();
    let euros = Account::find_by_owner(conn, "anna", Currency::EUR).unwrap().unwrap();
    let dollars = ledger::open_account(conn, &NewAccount::new("anna", Currency::USD)).unwrap();
    let (one, rate) = (Money::new(1_00, Currency::EUR), BigDecimal::from(2));
    let exchange = ledger::exchange(conn, euros.id, dollars.id, one, &rate, &Reference::new())
        .unwrap()
        .sold
        .id
        .to_string();
    let program = Program::on(&db);
    let (documents, names) = told(&program.ok(&["inspect", "--help"]).stdout);
    // What has no value in one transfer has one in another.
    let runs: [(&str, &[&[&str]]); 14] = [
        ("tables", &[&[]]),
        ("indexes", &[&[]]),
        ("users", &[&[]]),
        ("user", &[&["anna"]]),
        ("accounts", &[&[]]),
        ("account", &[&["anna/EUR"]]),
        ("transfers", &[&[]]),
        ("transfer", &[&["4"], &["5"], &["6"], &[&exchange]]),
        ("entries", &[&[]]),
        ("products", &[&[]]),
        ("product", &[&["MUG"]]),
        ("orders", &[&[]]),
        ("order", &[&["3"]]),
        ("sessions", &[&[]]),
    ];
    let mut compared: BTreeSet<_> = ["locks".to_owned()].into();
    for (command, arguments) in runs {
        let mut printed = BTreeSet::new();
        for arguments in arguments {
            let run = program.ok(&[&["--format", "json", "inspect", command], *arguments].concat());
            paths_printed(&serde_json::from_str(&run.stdout).unwrap(), "", &mut printed);
        }
        let told = paths_told(&documents[command], &names);
        assert_eq!(told, printed, "{command}");
        compared.insert(command.to_owned());
    }
    assert_eq!(documents.keys().cloned().collect::<BTreeSet<_>>(), compared);
}

pub fn keys_told_of_locks(program: &Program) -> BTreeSet<String> {
    let (documents, names) = told(&program.ok(&["inspect", "--help"]).stdout);
    paths_told(&documents["locks"], &names).iter().map(|path| path.replace("[].", "")).collect()
}

//! Every example that the help and the README give is typed into a shell, on a seeded database.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::help::{every_command, help};
use super::program::{Program, Run};
use crate::support::{TestDb, lines};

/// Exits that an example is about, or that come of the world that it is run in.
const OTHER_EXITS: &[(&str, i32)] = &[
    // The server of `DATABASE_URL`, on which tests run, isn't ours to stop.
    ("ledgerstore db stop", 4),
    // They show how a change is refused that was made by an old picture.
    ("ledgerstore transfer 8 10 12.50 --expected-version 17", 1),
    // The stand-in for `diesel` makes no migration.
    ("ledgerstore migrate new what_schema_rs_has_more --diff", 1),
    ("ledgerstore product price TEA-100 '6.90 EUR' --expected-version 3", 1),
];

/// What has to be there before an example that holds this text.
const FIRST: &[(&str, &str)] = &[
    ("account close anna/CHF", "ledgerstore account open anna CHF"),
    ("user restore anna", "ledgerstore user delete anna --yes"),
    ("password.txt", "echo 'correct horse battery' > password.txt"),
    ("report.sql", "echo 'SELECT count(*) FROM orders' > report.sql"),
    ("~/.local", "mkdir -p ~/.local/share/bash-completion/completions"),
    ("~/.config", "mkdir -p ~/.config/fish/completions"),
    ("db restore books.dump", "ledgerstore db backup books.dump && ledgerstore db reset --empty --yes"),
    ("sha256sum", "ledgerstore db backup shop.dump"),
    ("db restore shop", "ledgerstore db backup shop.dump && cp shop.dump shop-20261120T101500Z.dump"),
    ("db restore shop-", "ledgerstore db reset --empty --yes"),
];

/// Texts in examples that stand for something which depends on the world: the query finds it.
const STANDS_FOR: &[(&str, &str, &str)] = &[
    ("order pay", "ORD-000000000001", "SELECT order_number AS line FROM orders WHERE status = 'pending' AND total_amount > 0 ORDER BY id DESC LIMIT 1"),
    ("order ship", "ORD-000000000001", "SELECT order_number AS line FROM orders WHERE status = 'confirmed' LIMIT 1"),
    ("order deliver", "ORD-000000000001", "SELECT order_number AS line FROM orders WHERE status = 'shipped' LIMIT 1"),
    ("order cancel", "ORD-000000000001", "SELECT order_number AS line FROM orders WHERE status = 'pending' LIMIT 1"),
    (
        "order refund",
        "ORD-000000000001 3.00",
        "SELECT order_number || ' 1' AS line FROM orders
         WHERE status = 'delivered' AND refund_transfer_id IS NULL AND total_amount > 3 ORDER BY id DESC LIMIT 1",
    ),
    (
        "ledgerstore reverse",
        "12",
        "SELECT t.id::TEXT AS line FROM transfers t JOIN accounts a ON a.id = t.to_account_id
         WHERE a.balance > t.amount AND a.currency = 'EUR' AND t.amount > 500 AND t.reverses_id IS NULL
           AND NOT EXISTS (SELECT FROM transfers r WHERE r.reverses_id = t.id)
           AND NOT EXISTS (SELECT FROM orders o WHERE t.id IN (o.payment_transfer_id, o.refund_transfer_id))
         ORDER BY t.id DESC LIMIT 1",
    ),
    ("session revoke", "7", "SELECT max(id)::TEXT AS line FROM sessions WHERE expires_at > now()"),
];

#[test]
fn examples_of_the_help_do_what_they_say() {
    let program = Program::new();
    let helps = every_command(&program).into_iter().map(|command| help(&program, &command, "--help").stdout);
    let mut examples: Vec<_> = helps.flat_map(|help| examples(&help)).collect();
    examples.sort();
    examples.dedup();
    assert!(examples.len() > 100, "{examples:?}");
    assert_all_run(&examples);
}

#[test]
fn commands_of_the_readme_do_what_they_say() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let commands: Vec<_> = console_lines(&readme).filter(|line| line.contains("ledgerstore ")).collect();
    assert!(commands.len() > 10, "{commands:?}");
    assert_all_run(&commands);
}

/// The lines under "Examples:", without what some say behind them.
fn examples(help: &str) -> Vec<String> {
    let after = help.split_once("\nExamples:\n").or_else(|| help.split_once("\nExample:\n"));
    let (_, listed) = after.unwrap_or_else(|| panic!("no examples: {help}"));
    let lines: Vec<_> = listed.lines().take_while(|line| !line.is_empty()).collect();
    assert!(lines.iter().all(|line| line.starts_with("  ")), "an example is too long for a line: {lines:?}");
    let whole = lines.join("\n").split("\\\n").map(str::trim).collect::<Vec<_>>().join(" ");
    let lines = whole.lines().map(str::trim_start);
    lines.map(|line| line.split_once("   ").map_or(line, |(command, _)| command).to_owned()).collect()
}

/// What is typed behind `$ ` in the console blocks; `cargo run --` stands for the program.
fn console_lines(markdown: &str) -> impl Iterator<Item = String> {
    let blocks = markdown.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).filter_map(|line| line.strip_prefix("$ "));
    lines.map(|line| {
        line.replace("cargo run -- ", "ledgerstore ").replace("cargo run admin ", "ledgerstore admin ")
    })
}

/// Several at a time; all that fail are told at once.
fn assert_all_run(examples: &[String]) {
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                while let Some(example) = examples.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(told) = failure(example) {
                        failed.lock().unwrap().push(told);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{} of {} failed:\n{}", failed.len(), examples.len(), failed.join("\n"));
}

/// Types it into a shell, in a folder and on a database of its own; tells how it failed, if it did.
fn failure(example: &str) -> Option<String> {
    // There is one database for it on a server.
    static DEMO: Mutex<()> = Mutex::new(());
    let _alone = example.contains("ledgerstore demo").then(|| DEMO.lock());
    // A world begins with an empty database, and one of the usual size takes its time.
    let db = if example.contains("ledgerstore seed") { TestDb::new() } else { TestDb::seeded() };
    let other = TestDb::empty();
    let program = Program::on(&db);
    let shell = shell(&program);
    let mut script = example
        .replace("ledgerstore seed", "ledgerstore seed --scale 0.01")
        .replace("--scale 0.01 --scale 10", "--scale 0.01");
    script =
        script.replace("--scale 0.01 --scale 0.1", "--scale 0.01").replace("--seed --scale 0.01", "--seed");
    for (command, text, query) in STANDS_FOR.iter().filter(|(command, ..)| example.contains(command)) {
        let found = lines(&mut db.conn(), query);
        script = script.replace(text, found.first().unwrap_or_else(|| panic!("{command}: nothing found")));
    }
    for url in ["postgres://ledger@localhost/shop_copy", "postgres://localhost/scratch", "EMPTY_DATABASE"] {
        script = script.replace(url, &format!("'{}'", other.info().reveal_url()));
    }
    for (_, first) in FIRST.iter().filter(|(text, _)| example.contains(text)) {
        let run = shell(first);
        assert_eq!(run.code, 0, "{run}");
    }
    let run = shell(&script);
    let expected = OTHER_EXITS.iter().find(|(other, _)| *other == example).map_or(0, |(_, code)| *code);
    (run.code != expected && !asks(&run)).then(|| run.to_string())
}

/// There is no terminal to ask on here, and the answer to that is what the example shows.
fn asks(run: &Run) -> bool {
    match run.code {
        4 => run.stderr.contains("give --yes"),
        2 => run.stderr.contains("there is no terminal to ask"),
        _ => false,
    }
}

fn shell(program: &Program) -> impl Fn(&str) -> Run {
    let programs = program.folder().join("bin");
    fs::create_dir(&programs).unwrap();
    symlink(Program::path(), programs.join("ledgerstore")).unwrap();
    fs::create_dir(program.folder().join("src")).unwrap();
    copy_folder(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")),
        &program.folder().join("migrations"),
    );
    // They may not be on every machine, and what they do isn't the point; what they are given is read to its end.
    for other in ["jq", "diesel", "man", "dot"] {
        stand_in(&programs.join(other), "cat > /dev/null");
    }
    stand_in(&programs.join("watch"), "\"$@\"");
    stand_in(&programs.join("pass"), "echo 'correct horse battery'");
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    move |script| {
        let mut bash = program.command("bash");
        bash.args(["-o", "pipefail", "-c", script]).env("PATH", &path);
        Run::new(&[script], &bash.output().unwrap())
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn stand_in(file: &Path, script: &str) {
    fs::write(file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(file, Permissions::from_mode(0o755)).unwrap();
}

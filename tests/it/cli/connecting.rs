use super::program::Program;
use crate::support::TestDb;

const COMMANDS: [&[&str]; 4] = [&["db", "status"], &["migrate", "status"], &["inspect", "users"], &["demo"]];

/// A port on which nothing listens.
const NOWHERE: &str = "postgres://anna:hunter2@127.0.0.1:1/shop";

#[test]
fn a_text_that_is_no_url_is_refused_without_being_shown() {
    for url in [
        "hunter2",
        "mysql://anna:hunter2@db.example/shop",
        "anna:hunter2@db.example/shop",
        "postgres://anna:hun@ter2@db.example/shop",
        "postgres://anna:hun/ter2@db.example/shop",
        "postgres://anna:hunter2",
        "postgres://anna:%hunter2@db.example/shop",
        "host=db.example hunter2",
    ] {
        let program = Program::with_url(url);
        for arguments in COMMANDS.iter().chain([&["db", "url", "--show-password"][..]].iter()) {
            let run = program.run(arguments);
            assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{url}: {run}");
            assert!(run.stderr.starts_with("error: DATABASE_URL is wrong"), "{url}: {run}");
            assert!(!run.stderr.contains("hun") && !run.stderr.contains("ter2"), "{run}");
        }
    }
    let program = Program::with_url("hunter2");
    program.assert("connect_no_url", &[program.run(&["db", "status"])]);
}

#[test]
fn an_unreachable_server_is_exit_code_6() {
    let program = Program::with_url(NOWHERE);
    let runs = COMMANDS.map(|arguments| program.run(arguments));
    for run in &runs {
        assert_eq!((run.code, run.stdout.as_str()), (6, ""), "{run}");
        assert!(!run.to_string().contains("hunter2"), "{run}");
    }
    program.assert("connect_unreachable", &runs);
    assert_eq!(Program::new().run(&["--database-url", NOWHERE, "audit"]).code, 6);
}

#[test]
fn what_leads_nowhere_is_named() {
    let db = TestDb::new();
    let url = db.info().with_database("no_such_database").reveal_url();
    for (url, told) in [
        ("postgres://anna:hunter2@nohost.invalid/shop", "nohost.invalid"),
        ("postgres://anna:hunter2@127.0.0.1:70000/shop", "invalid port number: \"70000\""),
        ("host=/no/such/folder user=anna password=hunter2", "/no/such/folder"),
        (url.as_str(), "database \"no_such_database\" does not exist"),
    ] {
        let run = Program::with_url(url).run(&["audit"]);
        assert!(run.code == 6 && run.stderr.contains(told) && !run.stderr.contains("hunter2"), "{run}");
    }
}

#[test]
fn the_url_is_printed_as_one_and_without_its_password() {
    for (given, shown) in [
        ("postgres://anna:hunter2@db.example:5433/shop", "postgres://anna@db.example:5433/shop"),
        ("host=/run/pg user=anna password=hunter2 dbname=shop", "postgres:///shop?user=anna&host=/run/pg"),
        ("postgres://db.example/shop?password=hunter2", "postgres://db.example/shop"),
    ] {
        let program = Program::with_url(given);
        assert_eq!(program.ok(&["db", "url"]).stdout.trim_end(), shown);
        let revealed = program.ok(&["db", "url", "--show-password"]).stdout;
        assert!(revealed.starts_with("postgres://") && revealed.contains("hunter2"), "{revealed}");
        assert_eq!(Program::with_url(revealed.trim_end()).ok(&["db", "url"]).stdout.trim_end(), shown);
    }
    let other = Program::with_url("postgres://anna@db.example/shop").ok(&["db", "url", "--database", "a/b"]);
    assert_eq!(other.stdout, "postgres://anna@db.example/a%2Fb\n");
}

#[test]
fn the_server_of_a_url_is_not_ours_to_stop() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let runs = [program.ok(&["db", "status"]), program.run(&["db", "stop"])];
    assert_eq!(runs[1].code, 4);
    program.assert("connect_status", &runs);
}

#[test]
fn the_shell_is_psql_on_the_same_database() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let run = program.ok(&["db", "shell", "--", "-XAtc", "SELECT current_database()"]);
    assert_eq!(run.stdout.trim_end(), db.info().get("dbname").unwrap());
    assert_eq!(program.run(&["db", "shell", "--", "-XAtc", "SELECT nonsense"]).code, 1);
    let without = program.ready(&["db", "shell"]).env("PATH", "/nowhere").output().unwrap();
    let told = String::from_utf8(without.stderr).unwrap();
    assert!(told.starts_with("error: psql isn't installed"), "{told}");
}

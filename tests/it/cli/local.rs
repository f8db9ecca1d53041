//! The local server through the program. Each test has one of its own.

use std::path::PathBuf;

use super::program::{Program, Run};

/// Stops the program's local server at the end, even of a test that failed.
pub struct Local(pub Program);

impl Local {
    pub fn new() -> Self {
        Self(Program::new())
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        let stopped = self.0.run(&["db", "stop"]);
        assert!(stopped.code == 0 || std::thread::panicking(), "{stopped}");
    }
}

#[test]
fn is_told_started_used_and_stopped() {
    let local = Local::new();
    let program = &local.0;
    let state = || {
        let run = program.ok(&["--format", "json", "db", "status"]);
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        report["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(), "absent");
    assert_eq!(program.ok(&["db", "stop"]).stderr, "it wasn't running\n");

    let first = program.ok(&["db", "url"]);
    let notices: Vec<_> = first.stderr.lines().collect();
    assert!(notices[0].starts_with("creating a database cluster"), "{first}");
    assert!(notices[1].starts_with("starting the local PostgreSQL"), "{first}");
    assert!(first.stdout.starts_with("postgres:///ledgerstore?user=ledgerstore&host=/"), "{first}");
    assert_eq!(program.ok(&["db", "url"]).stderr, "");
    assert_eq!(state(), "running");
    assert!(program.ok(&["db", "status"]).stdout.contains(program.data().to_str().unwrap()));

    let query = &["db", "shell", "--", "-XAtc", "SELECT current_database()"];
    assert_eq!(program.ok(query).stdout, "ledgerstore\n");
    assert_eq!(program.ok(&["db", "stop"]).stderr, "stopped; its data stays\n");
    assert_eq!(state(), "stopped");
    assert_eq!(program.ok(query).stdout, "ledgerstore\n");
    refuses_a_wrong_password(program);
}

/// A role that needs a password, on the server as it is.
fn refuses_a_wrong_password(program: &Program) {
    let sql = |sql: &str| program.ok(&["db", "shell", "--", "-XAtqc", sql]).stdout.trim_end().to_owned();
    sql("CREATE ROLE clerk LOGIN PASSWORD 'right'");
    let file = PathBuf::from(sql("SHOW hba_file"));
    let rules = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("local all clerk scram-sha-256\n{rules}")).unwrap();
    sql("SELECT pg_reload_conf()");
    let url = program.ok(&["db", "url"]).stdout.replace("user=ledgerstore", "user=clerk");
    let status = |password: &str| {
        let url = format!("{}&password={password}", url.trim_end());
        let output = program.ready(&["db", "status"]).env("DATABASE_URL", url).output().unwrap();
        Run::new(&["db", "status"], &output)
    };
    // The server takes up its rules a moment after it was told to.
    let refused = (0..100).map(|_| status("hunter2")).find(|run| run.code != 0).unwrap();
    assert!(refused.stderr.contains("password authentication failed for user \"clerk\""), "{refused}");
    assert!(refused.code == 6 && !refused.to_string().contains("hunter2"), "{refused}");
    let let_in = status("right");
    assert!(let_in.code == 0 && !let_in.to_string().contains("right"), "{let_in}");
}

#[test]
fn of_two_at_once_one_starts_it_and_the_other_joins() {
    let local = Local::new();
    let start = || {
        let mut command = local.0.ready(&["db", "url"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    let children = [start(), start()];
    let runs = children.map(|child| Run::new(&["db", "url"], &child.wait_with_output().unwrap()));
    assert!(runs.iter().all(|run| run.code == 0), "{runs:?}");
    assert_eq!(runs[0].stdout, runs[1].stdout);
    let started = runs.iter().filter(|run| run.stderr.contains("starting the local PostgreSQL")).count();
    assert_eq!(started, 1, "{runs:?}");
}

#[test]
fn says_what_it_lacks() {
    let program = Program::new();
    std::fs::create_dir(program.folder().join("bin")).unwrap();
    let bin = program.folder().join("bin");
    let program = program.with("LEDGERSTORE_PG_BIN", bin.to_str().unwrap());
    let run = program.run(&["db", "url"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, ""), "{run}");
    program.assert("local_no_programs", &[run]);
}

#[test]
fn data_of_somebody_else_are_left_alone() {
    let run = Program::new().with("LEDGERSTORE_DATA", "/usr").run(&["migrate", "status"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, ""), "{run}");
    assert!(run.stderr.starts_with("error: /usr belongs to user id 0, "), "{run}");
}

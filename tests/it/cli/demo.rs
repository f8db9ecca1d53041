use super::local::Local;
use super::program::{Program, Run};

/// The commands that the demo ends with, as a shell script.
fn suggested(run: &Run) -> String {
    let (_, commands) = run.stdout.split_once("\nTry next").unwrap();
    commands.lines().skip(1).collect::<Vec<_>>().join("\n")
}

/// Pastes it into a shell, which stops at the first command that fails.
fn paste(program: &Program, script: &str) -> String {
    let output = program.command("sh").args(["-ec", script]).output().unwrap();
    assert!(output.status.success(), "{script}\n{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn without_paths(run: &Run) -> Run {
    let mut run = run.clone();
    run.stdout = run.stdout.split("\nTry next").next().unwrap().to_owned();
    run.stderr = run
        .stderr
        .lines()
        .filter(|line| !line.contains("PostgreSQL"))
        .map(|line| format!("{line}\n"))
        .collect();
    let applied =
        run.stderr.split_once("applied ").map(|(before, _)| format!("{before}applied [all] migrations"));
    run.stderr = applied.unwrap();
    run
}

#[test]
fn tells_its_story_again_and_again_and_suggests_what_works() {
    let local = Local::new();
    let program = &local.0;
    let runs = [program.ok(&["demo"]), program.ok(&["demo"])];
    let [first, second] = runs.each_ref().map(without_paths);
    assert_eq!((&first.stdout, &first.stderr), (&second.stdout, &second.stderr));
    program.assert("demo", &[first]);

    let printed = paste(program, &suggested(&runs[1]));
    for part in ["anna@example.com", "Statement, the latest first", "order_items", "currencies-sum-to-zero"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    // The everyday database is another one, without any tables yet.
    assert!(program.run(&["audit"]).stderr.contains("has no tables yet"));
    as_one_document(program);
    on_a_server_with_a_password(program);
    leaves_a_database_of_that_name_alone(program);
}

fn as_one_document(program: &Program) {
    let run = program.ok(&["demo", "--format", "json"]);
    let story: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(story["people"][0]["user"]["username"], "anna");
    assert!(story["refused"]["reason"].as_str().unwrap().starts_with("insufficient funds"), "{run}");
    assert!(
        story["audit"].as_array().unwrap().iter().all(|check| check["findings"] == serde_json::json!([]))
    );
    assert!(!run.stdout.contains("$2b$"), "a password's hash is shown");
}

/// The local server lets its own user in whatever the password is.
fn on_a_server_with_a_password(program: &Program) {
    let url = format!("{}&password=hunter2", program.ok(&["db", "url"]).stdout.trim_end());
    let output = program.ready(&["demo"]).env("DATABASE_URL", &url).output().unwrap();
    let run = Run::new(&["demo"], &output);
    assert!(run.code == 0 && !run.to_string().contains("hunter2"), "{run}");
    let script = suggested(&run);
    assert!(script.contains("db url --show-password --database ledgerstore_demo"), "{script}");
    let output = program.command("sh").env("DATABASE_URL", &url).args(["-ec", &script]).output().unwrap();
    assert!(output.status.success(), "{script}\n{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("anna@example.com"));
}

fn leaves_a_database_of_that_name_alone(program: &Program) {
    let comment = "COMMENT ON DATABASE ledgerstore_demo IS 'mine'";
    program.ok(&["db", "shell", "--", "-XAtqc", comment]);
    let run = program.run(&["demo"]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{run}");
    program.assert("demo_refused", &[run]);
}

use super::program::Program;
use super::world::world;

#[test]
fn names_the_database_unless_the_environment_does() {
    let db = world();
    let program = Program::new();
    program.write(".env", format!("DATABASE_URL='{}'\n", db.info().reveal_url()));
    assert_eq!(program.ok(&["db", "url"]).stdout.trim(), db.info().to_url());
    let elsewhere = "postgres://anna@db.example/shop";
    let mut command = program.ready(&["db", "url"]);
    let output = command.env("DATABASE_URL", elsewhere).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), elsewhere);
}

#[test]
fn is_found_in_a_folder_above() {
    let program = Program::new();
    program.write(".env", "DATABASE_URL=postgres://anna@db.example/shop\n");
    let below = program.folder().join("src/deep");
    std::fs::create_dir_all(&below).unwrap();
    let output = program.ready(&["db", "url"]).current_dir(below).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "postgres://anna@db.example/shop\n");
}

/// No server is started for these: there is nothing to run one from.
#[test]
fn an_empty_one_or_an_empty_variable_names_no_database() {
    for content in ["", "DATABASE_URL=\n", "DATABASE_URL=' '\n", "# nothing\n"] {
        let program = Program::new();
        program.write(".env", content);
        let state = program.ok(&["--format", "json", "db", "status"]).stdout;
        assert!(state.contains("\"absent\""), "{content:?}: {state}");
    }
    let program = Program::with_url("");
    program.write(".env", "DATABASE_URL=postgres://anna@db.example/shop\n");
    assert!(program.ok(&["--format", "json", "db", "status"]).stdout.contains("\"absent\""));
}

#[test]
fn a_broken_one_is_named_and_never_shown() {
    for content in [
        &b"A=1\nmy password is hunter2\n"[..],
        b"A=1\nDATABASE_URL=postgres://u:hunter2@h/d'\n",
        b"A=1\nDATABASE_URL='postgres://u:hunter2@h/d\n",
    ] {
        let program = Program::new();
        program.write(".env", content);
        let run = program.run(&["db", "url"]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run}");
        assert!(!run.stderr.contains("hunter2"), "{run}");
        assert!(run.stderr.contains("/.env can't be read in line 2: "), "{run}");
        program.ok(&["--help"]);
    }
    let program = Program::new();
    program.write(".env", b"A=\xff\xfehunter2\n");
    let run = program.run(&["db", "url"]);
    assert!(
        run.code == 1 && run.stderr.contains(".env can't be read") && !run.stderr.contains("hunter2"),
        "{run}"
    );
}

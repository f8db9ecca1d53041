//! What is written into a folder of migrations.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::project::Project;

/// The one folder whose name ends so.
fn made(project: &Project, name: &str) -> String {
    let entries = fs::read_dir(project.program.folder().join("migrations")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: Vec<_> = names.filter(|folder| folder.ends_with(name)).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

fn read(project: &Project, file: &str) -> String {
    fs::read_to_string(project.program.folder().join(file)).unwrap()
}

#[test]
fn a_new_one_is_made_filled_in_and_applied() {
    let project = Project::new();
    let run = project.ok(&["new", "add_colour"]);
    let folder = made(&project, "_add_colour");
    let files: Vec<_> = run.stdout.lines().collect();
    assert_eq!(files, [format!("migrations/{folder}/up.sql"), format!("migrations/{folder}/down.sql")]);
    let unfinished = project.fails(&["up"], 1);
    assert!(unfinished.stderr.contains(&format!("{} holds nothing to run yet", files[0])), "{unfinished}");
    for (file, sql) in files.iter().zip(["ADD COLUMN colour TEXT", "DROP COLUMN colour"]) {
        let head = read(&project, file);
        assert!(head.starts_with("SET LOCAL lock_timeout = '5s';\nSET LOCAL statement_timeout"), "{head}");
        project.program.write(file, format!("{head}ALTER TABLE parts {sql};\n"));
    }
    project.ok(&["up"]);
    project.ok(&["redo", "--yes"]);

    project.ok(&["new", "index_colour", "--no-transaction"]);
    let folder = made(&project, "_index_colour");
    assert_eq!(read(&project, &format!("migrations/{folder}/metadata.toml")), "run_in_transaction = false\n");
}

#[test]
fn odd_names_and_folders_are_refused() {
    let project = Project::new();
    let mut runs: Vec<_> = ["Add colour", "../a", "a-b"].map(|name| project.run(&["new", name])).into();
    runs.push(project.program.run(&["migrate", "new", "a", "--migrations", "nowhere"]));
    runs.push(project.program.run(&["migrate", "up", "--migrations", "nowhere"]));
    fs::create_dir(project.program.folder().join("migrations/04_no_files")).unwrap();
    runs.push(project.run(&["up"]));
    assert!(runs.iter().all(|run| run.code == 1 && run.stdout.is_empty()), "{runs:?}");
    project.program.assert("migrate_new_refused", &runs);
}

#[test]
fn sums_tell_what_was_changed() {
    let project = Project::new();
    let missing = project.run(&["sum", "--check"]);
    assert_eq!(missing.code, 1);
    project.add("02_more", "CREATE TABLE a ();", "DROP TABLE a;");
    let mut runs = vec![missing, project.ok(&["sum"]), project.ok(&["sum"]), project.ok(&["sum", "--check"])];
    let before = read(&project, "migrations/migrations.sum");
    project.add("02_more", "CREATE TABLE a (b INT);", "DROP TABLE a;");
    project.add("00_first", "CREATE TABLE first ();", "DROP TABLE first;");
    runs.push(project.run(&["sum", "--check"]));
    runs.push(project.fails(&["up", "--out-of-order"], 4));
    runs.push(project.ok(&["sum"]));
    let after = read(&project, "migrations/migrations.sum");
    let names = |text: &str| text.lines().skip(1).map(|l| l[..8].to_owned()).collect::<Vec<_>>();
    assert_eq!(
        (names(&before), names(&after)),
        (
            vec!["01_make_".to_owned(), "02_more ".into()],
            vec!["01_make_".to_owned(), "02_more ".into(), "00_first".into()],
        )
    );
    project.remove("00_first");
    project.program.write("migrations/migrations.sum", format!("{after}<<<<<<< HEAD\n"));
    runs.push(project.fails(&["up"], 4));
    runs.push(project.ok(&["sum"]));
    runs.push(project.ok(&["up"]));
    project.program.assert("migrate_sum", &runs);
    // A new one keeps the file in step.
    project.ok(&["new", "last"]);
    assert_eq!(project.ok(&["sum", "--check"]).stderr, "");
}

#[test]
fn our_own_migrations_fit_their_sums() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let project = Project::untouched();
    let folder = folder.to_str().unwrap();
    project.program.ok(&["migrate", "sum", "--check", "--migrations", folder]);
}

/// In place of Diesel's program: it makes a folder as that does.
const DIESEL: &str = "#!/bin/sh
[ \"$*\" = 'migration generate --diff-schema --migration-dir migrations -- what_is_new' ] && [ -n \"$DATABASE_URL\" ] || exit 9
mkdir migrations/2099-01-01-000000-0000_what_is_new && cd migrations/2099-01-01-000000-0000_what_is_new
echo 'CREATE TABLE made ();' > up.sql
echo 'DROP TABLE made;' > down.sql
";

#[test]
fn diesel_tells_the_difference() {
    let mut project = Project::new();
    let path = format!("{}:/usr/bin:/bin", project.program.folder().join("bin").display());
    project.program = project.program.with("PATH", &path);
    let without = project.run(&["new", "what_is_new", "--diff"]);
    assert_eq!(without.code, 1);
    fs::create_dir(project.program.folder().join("bin")).unwrap();
    project.program.write("bin/diesel", DIESEL);
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(project.program.folder().join("bin/diesel"), executable).unwrap();
    let with = project.ok(&["new", "what_is_new", "--diff"]);
    project.program.assert("migrate_new_diff", &[without, with]);
    let up = read(&project, "migrations/2099-01-01-000000-0000_what_is_new/up.sql");
    assert_eq!(
        up,
        "SET LOCAL lock_timeout = '5s';\nSET LOCAL statement_timeout = '1min';\n\nCREATE TABLE made ();\n"
    );
    project.ok(&["up"]);
}

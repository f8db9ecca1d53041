use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::cli::program::Program;
use crate::cli::world::world;
use crate::support::{TestDb, rows};

fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.collect();
    names.sort();
    names
}

#[test]
fn writes_two_private_files_that_agree() {
    let db = world();
    let program = Program::on(&db);
    let run = program.ok(&["db", "backup"]);
    let name = run.stdout.trim_end();
    assert!(name.starts_with(db.info().get("dbname").unwrap()) && name.ends_with("Z.dump"), "{run}");
    assert_eq!(names(program.folder()), [name.to_owned(), format!("{name}.sha256")]);
    for file in names(program.folder()) {
        let mode = program.folder().join(file).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let summed = |name: &str| {
        let mut sum = Command::new("sha256sum");
        sum.args(["--check", "--strict", &format!("{name}.sha256")]).current_dir(program.folder());
        sum.output().unwrap().status.success()
    };
    assert!(summed(name));
    std::fs::write(program.folder().join(name), "other").unwrap();
    assert!(!summed(name));
}

#[test]
fn tells_programs_what_it_made() {
    let db = world();
    let program = Program::on(&db);
    std::fs::create_dir(program.folder().join("backups")).unwrap();
    let run = program.ok(&["--format", "json", "--quiet", "db", "backup", "backups"]);
    let made: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let file = program.folder().join(made["file"].as_str().unwrap());
    assert_eq!(made["bytes"].as_u64(), Some(file.metadata().unwrap().len()));
    let beside = std::fs::read_to_string(format!("{}.sha256", file.display())).unwrap();
    assert!(beside.starts_with(made["sha256"].as_str().unwrap()));
    // The two of the history of migrations too.
    let tables = rows(&mut db.conn()).len() as u64 + 2;
    assert_eq!((made["tables"].as_u64(), run.stderr.as_str()), (Some(tables), ""));
}

#[test]
fn a_closed_pipe_costs_no_backup() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = program.ready(&["--quiet", "db", "backup", "shop.dump"]);
    assert!(command.stdout(writer).status().unwrap().success());
    assert_eq!(names(program.folder()), ["shop.dump", "shop.dump.sha256"]);
}

#[test]
fn refuses_what_is_there_and_what_is_no_file() {
    let db = TestDb::new();
    let program = Program::on(&db);
    program.write("there.dump", "mine");
    program.write("beside.dump.sha256", "mine");
    std::fs::create_dir(program.folder().join("folder.dump.sha256")).unwrap();
    let runs = [
        &["there.dump"][..],
        &["beside.dump"],
        &["folder.dump", "--force"],
        &["none/shop.dump"],
        &["none/"],
        &["-"],
        &["/dev/null", "--force"],
    ]
    .map(|arguments| program.run(&[&["db", "backup"], arguments].concat()));
    assert_eq!(names(program.folder()), ["beside.dump.sha256", "folder.dump.sha256", "there.dump"]);
    assert_eq!(std::fs::read_to_string(program.folder().join("there.dump")).unwrap(), "mine");
    program.assert("backup_refused", &runs);
    program.ok(&["db", "backup", "there.dump", "--force"]);
    assert!(program.folder().join("there.dump").metadata().unwrap().len() > 1_000);
}

#[test]
fn restore_refuses_what_is_no_backup() {
    let db = TestDb::empty();
    let program = Program::on(&db);
    program.write("text.dump", "hunter2\n");
    program.write("empty.dump", "");
    let runs =
        ["none.dump", ".", "-", "text.dump", "empty.dump"].map(|file| program.run(&["db", "restore", file]));
    program.assert("restore_refused", &runs);
}

#[test]
fn says_which_programs_it_lacks() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let program = Program::on(&db).with("LEDGERSTORE_PG_BIN", program.folder().to_str().unwrap());
    let run = program.run(&["db", "backup"]);
    assert!(run.code == 1 && run.stderr.contains("apt install postgresql-client-"), "{run}");
    assert!(run.stderr.contains("(found: none in /"), "{run}");
    assert_eq!(names(program.folder()), [""; 0]);
}

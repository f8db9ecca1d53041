use std::fs;

use super::program::Program;
use super::world::world;

#[test]
fn writes_a_page_to_a_file_or_to_standard_output() {
    let db = world();
    let program = Program::on(&db);
    program.write("report.html", "an older page");
    let run = program.ok(&["inspect", "report", "--out", "report.html"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "wrote report.html\n"));
    let page = fs::read_to_string(program.folder().join("report.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("</html>"), "{page}");
    assert_eq!(fs::read_dir(program.folder()).unwrap().count(), 1, "nothing is left beside it");
    let printed = program.ok(&["inspect", "report", "--out", "-"]);
    assert!(printed.stdout.starts_with("<!DOCTYPE html>"), "{printed}");
    assert_eq!(printed.stderr, "");
    assert!(!printed.stdout.contains("$2b$") && !printed.stdout.contains("@example.com"));
}

#[test]
fn an_old_page_stays_when_no_new_one_can_be_made() {
    let db = world();
    let program = Program::on(&db);
    program.write("report.html", "an older page");
    let url = db.info().reveal_url();
    drop(db);
    let run = Program::with_url(&url).run(&[
        "inspect",
        "report",
        "--out",
        program.folder().join("report.html").to_str().unwrap(),
    ]);
    assert_eq!(run.code, 6, "{run}");
    assert_eq!(fs::read_to_string(program.folder().join("report.html")).unwrap(), "an older page");
}

#[test]
fn says_what_is_wrong_with_the_file() {
    let db = world();
    let program = Program::on(&db);
    fs::create_dir(program.folder().join("folder")).unwrap();
    program.write("file", "");
    let runs = ["no/such/report.html", "folder", "file/report.html", ""]
        .map(|out| program.run(&["inspect", "report", "--out", out]));
    assert!(runs.iter().all(|run| run.stdout.is_empty() && run.code != 0), "{runs:?}");
    program.assert("report_wrong_file", &runs);
}

#[test]
fn says_what_is_wrong_with_the_options() {
    let db = world();
    let program = Program::on(&db);
    let runs = [
        &["inspect", "report"][..],
        &["inspect", "report", "--out", "a.html", "--format", "json"],
        &["inspect", "report", "--out", "a.html", "--low-stock", "-1"],
    ]
    .map(|arguments| program.run(arguments));
    assert!(runs.iter().all(|run| run.code == 2), "{runs:?}");
    program.assert("report_wrong_usage", &runs);
}

use super::program::Program;

#[test]
fn the_main_page_is_a_manual_page() {
    let page = Program::new().ok(&["man"]).stdout;
    assert!(page.contains(".TH ledgerstore 1"), "{page}");
    for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "SUBCOMMANDS"] {
        assert!(page.contains(&format!(".SH {section}\n")), "{section}: {page}");
    }
}

#[test]
fn every_command_has_a_page_with_its_examples() {
    let program = Program::new();
    program.ok(&["man", "--out", "share/man1"]);
    let folder = program.folder().join("share/man1");
    let pages: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(pages.len() > 50, "{pages:?}");
    assert!(folder.join("ledgerstore-migrate-up.1").is_file());
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        assert!(text.contains("Example"), "{}", page.display());
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let program = Program::new();
    program.write("file", "");
    let run = program.run(&["man", "--out", "file/man1"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("can't write to file/man1"), "{run}");
}

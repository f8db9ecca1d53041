use std::path::{Path, PathBuf};

use ledgerstore::admin::lint::{Config, Source, lint};

fn folders() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let entries = std::fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

#[test]
fn our_own_migrations_are_safe() {
    let config = Config::embedded().unwrap();
    let folders = folders();
    assert!(folders.len() > 15);
    for folder in folders {
        let read = |file| std::fs::read_to_string(folder.join(file)).unwrap();
        let (up, down) = (read("up.sql"), read("down.sql"));
        let name = folder.file_name().unwrap().to_str().unwrap();
        let found = lint(Source { folder: name, up: &up, down: Some(&down), transactional: true }, &config);
        assert_eq!(found, []);
        // It was looked at: without what down.sql undoes, there are findings.
        let without = lint(Source { folder: name, up: &up, down: None, transactional: true }, &config);
        assert!(!without.is_empty(), "{name}");
    }
}

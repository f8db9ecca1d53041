use std::path::{Path, PathBuf};
use std::process::Command;

use super::programs::parse_major;
use super::{search_path, settings};

/// A folder with `pg_dump` and `pg_restore`, which needn't hold a server's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clients {
    pub(crate) bin: PathBuf,
    pub(crate) major: u32,
}

/// Every such folder of this machine, or the one that `LEDGERSTORE_PG_BIN` names; the oldest version first.
pub(crate) fn find_clients() -> Vec<Clients> {
    let folders = named_folder().map_or_else(search_path::candidates, |folder| vec![folder]);
    let mut found: Vec<_> = folders.into_iter().filter_map(in_folder).collect();
    found.sort_by_key(|clients| clients.major);
    found
}

/// `LEDGERSTORE_PG_BIN`, the only folder to look in when it is set.
pub(crate) fn named_folder() -> Option<PathBuf> {
    settings::programs_folder()
}

fn in_folder(bin: PathBuf) -> Option<Clients> {
    if !["pg_dump", "pg_restore"].iter().all(|name| is_itself(&bin, name)) {
        return None;
    }
    // Programs that don't run here are as good as none.
    let output = Command::new(bin.join("pg_dump")).arg("--version").output().ok()?;
    let major = parse_major(&String::from_utf8_lossy(&output.stdout))?;
    Some(Clients { bin, major })
}

/// Debian's `/usr/bin/pg_dump` is another program, which chooses a version by rules of its own.
fn is_itself(bin: &Path, name: &str) -> bool {
    bin.join(name).canonicalize().is_ok_and(|file| file.is_file() && file.ends_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_programs_but_no_wrappers() {
        let found = find_clients();
        assert!(!found.is_empty(), "the tests need PostgreSQL's programs");
        assert!(found.is_sorted_by_key(|clients| clients.major));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("wrapper"), "#!/bin/sh\necho 'pg_dump (PostgreSQL) 99.0'\n")
            .unwrap();
        for name in ["pg_dump", "pg_restore"] {
            std::os::unix::fs::symlink("wrapper", folder.path().join(name)).unwrap();
        }
        assert_eq!(in_folder(folder.path().to_owned()), None);
    }
}

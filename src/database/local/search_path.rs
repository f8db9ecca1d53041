use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders that may hold PostgreSQL's server programs, the likeliest first, each once.
pub(super) fn candidates() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = told_by_pg_config().into_iter().chain(absolute_folders(&path)).collect();
    folders.extend(beneath("/usr/lib/postgresql", "", "bin"));
    folders.extend(beneath("/usr", "pgsql-", "bin"));
    folders.push("/usr/local/pgsql/bin".into());
    folders.extend(beneath("/opt/homebrew/opt", "postgresql", "bin"));
    folders.extend(beneath("/usr/local/opt", "postgresql", "bin"));
    folders.extend(beneath("/Applications/Postgres.app/Contents/Versions", "", "bin"));
    each_once(folders)
}

/// The folders of PATH in which a program with this name is found, first one first.
pub(super) fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    absolute_folders(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn told_by_pg_config() -> Option<PathBuf> {
    // Many machines have no pg_config, and one that fails tells nothing: the search goes on elsewhere.
    let output = Command::new(in_path("pg_config")?).arg("--bindir").output().ok()?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim_end());
    folder.is_absolute().then_some(folder)
}

/// Relative folders are left out: the server's programs are run from elsewhere.
fn absolute_folders(path: &OsStr) -> impl Iterator<Item = PathBuf> {
    std::env::split_paths(path).filter(|folder| folder.is_absolute())
}

/// `parent/<prefix…>/last` for each folder there is; none when `parent` can't be read.
fn beneath(parent: &str, prefix: &str, last: &str) -> Vec<PathBuf> {
    let entries = Path::new(parent).read_dir().into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(prefix.as_bytes()))
        .map(|entry| entry.path().join(last))
        .collect()
}

/// Folders that don't exist are left out; those that are links to another are known by that one's name.
fn each_once(folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut unique = Vec::new();
    for folder in folders.into_iter().filter_map(|folder| folder.canonicalize().ok()) {
        if !unique.contains(&folder) {
            unique.push(folder);
        }
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_relative_folders() {
        let folders: Vec<_> = absolute_folders(OsStr::new("bin:/usr/bin::./x:/opt/bin")).collect();
        assert_eq!(folders, [PathBuf::from("/usr/bin"), PathBuf::from("/opt/bin")]);
    }

    #[test]
    fn names_a_folder_once() {
        let folders = each_once(vec!["/usr/bin".into(), "/usr/../usr/bin".into(), "/no/such/folder".into()]);
        assert_eq!(folders.len(), 1);
    }

    #[test]
    fn finds_folders_by_their_prefix() {
        let parent = tempfile::tempdir().unwrap();
        std::fs::create_dir(parent.path().join("postgresql@17")).unwrap();
        std::fs::create_dir(parent.path().join("postgrest")).unwrap();
        let found = beneath(parent.path().to_str().unwrap(), "postgresql", "bin");
        assert_eq!(found, [parent.path().join("postgresql@17/bin")]);
    }
}

//! Files that commands write: whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a file can't be written. What was there before is still there.
#[derive(Debug, Error)]
pub(super) enum OutFileError {
    #[error("can't write {0}: the path names no file")]
    NoName(PathBuf),
    #[error("can't write {0}: it is a folder; name a file in it")]
    Folder(PathBuf),
    #[error("can't write {file}: there is no folder {folder}; make it first")]
    NoFolder { file: PathBuf, folder: PathBuf },
    #[error("can't write {file}: {source}")]
    Io { file: PathBuf, source: io::Error },
}

/// Finds out before a long job whether its file can be written.
pub(super) fn check(path: &Path) -> Result<(), OutFileError> {
    let target = Target::of(path)?;
    if target.is_special() {
        return Ok(());
    }
    let beside = target.create_beside().map_err(|source| target.failed(source))?.1;
    fs::remove_file(beside).map_err(|source| target.failed(source))
}

/// Writes a file beside and puts it into the place of the one that was there, which stays if anything fails.
pub(super) fn replace(path: &Path, content: &[u8]) -> Result<(), OutFileError> {
    let target = Target::of(path)?;
    let written = if target.is_special() {
        // A terminal or a pipe can't be replaced, and there is nothing in it to lose.
        fs::write(&target.file, content)
    } else {
        target.write_beside(content)
    };
    written.map_err(|source| target.failed(source))
}

/// Where to write, links followed: what they point to is replaced and not the link.
struct Target {
    file: PathBuf,
    folder: PathBuf,
    name: OsString,
}

impl Target {
    fn of(path: &Path) -> Result<Self, OutFileError> {
        let file = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if file.is_dir() {
            return Err(OutFileError::Folder(path.to_owned()));
        }
        let name = file.file_name().ok_or_else(|| OutFileError::NoName(path.to_owned()))?.to_owned();
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if !folder.is_dir() {
            return Err(OutFileError::NoFolder { file: path.to_owned(), folder });
        }
        Ok(Self { file, folder, name })
    }

    /// Whether something is there that isn't an ordinary file.
    fn is_special(&self) -> bool {
        fs::metadata(&self.file).is_ok_and(|is| !is.is_file())
    }

    /// A new file beside it, hidden and named after this process.
    fn create_beside(&self) -> io::Result<(File, PathBuf)> {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".{}.partial", std::process::id()));
        let path = self.folder.join(name);
        Ok((File::create_new(&path)?, path))
    }

    fn write_beside(&self, content: &[u8]) -> io::Result<()> {
        let (file, beside) = self.create_beside()?;
        let done = self.fill(file, content).and_then(|()| fs::rename(&beside, &self.file));
        if done.is_err() {
            // The first failure is the one to tell.
            let _ = fs::remove_file(&beside);
        }
        done
    }

    /// With the permissions of the file that it replaces, and on the disk before it does.
    fn fill(&self, mut file: File, content: &[u8]) -> io::Result<()> {
        file.write_all(content)?;
        if let Ok(before) = fs::metadata(&self.file) {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()
    }

    fn failed(&self, source: io::Error) -> OutFileError {
        OutFileError::Io { file: self.file.clone(), source }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn replaces_what_is_there_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        for text in ["one", "two"] {
            check(&path).unwrap();
            replace(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        }
        assert_eq!(names(folder.path()), ["page.html"]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn checking_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        check(&path).unwrap();
        assert!(names(folder.path()).is_empty());
        fs::write(&path, "old").unwrap();
        check(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[test]
    fn what_was_there_stays_when_writing_fails() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        fs::write(&path, "old").unwrap();
        // What would be written beside is in the way.
        let beside = folder.path().join(format!(".page.html.{}.partial", std::process::id()));
        fs::write(beside, "").unwrap();
        assert!(matches!(check(&path), Err(OutFileError::Io { .. })));
        assert!(matches!(replace(&path, b"new"), Err(OutFileError::Io { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        symlink(&real, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn devices_are_written_to_and_not_replaced() {
        check(Path::new("/dev/null")).unwrap();
        replace(Path::new("/dev/null"), b"text").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn what_is_wrong_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(check(folder.path()), Err(OutFileError::Folder(_))));
        assert!(matches!(check(&folder.path().join("no/page.html")), Err(OutFileError::NoFolder { .. })));
        assert!(matches!(check(Path::new("")), Err(OutFileError::NoName(_))));
    }
}

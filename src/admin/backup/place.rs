use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::BackupError;

/// What a backup is called that is given no name: the database and the time, `shop-20261120T101500Z.dump`.
///
/// Characters that mean something to a shell or a file system become underscores.
pub fn default_name(database: &str, at: DateTime<Utc>) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let database: String = database.trim_start_matches(['.', '-']).chars().map(plain).collect();
    format!("{database}-{}.dump", at.format("%Y%m%dT%H%M%SZ"))
}

/// The file to write: a folder stands for a file of the default name in it.
pub(super) fn resolve(file: &Path, database: &str) -> PathBuf {
    let name = default_name(database, Utc::now());
    match file {
        folder if folder == Path::new(".") => name.into(),
        folder if folder.is_dir() => folder.join(name),
        file => file.to_owned(),
    }
}

/// `shop.dump.sha256` for `shop.dump`.
pub(super) fn checksum_file(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".sha256");
    name.into()
}

/// Refuses a place that can't or mustn't be written to, before any work is done.
pub(super) fn check(file: &Path, replace: bool) -> Result<(), BackupError> {
    let folder = folder(file);
    if !folder.is_dir() {
        return Err(BackupError::NoFolder(folder.to_owned()));
    }
    if file.file_name().is_none() || file.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Err(BackupError::NoFolder(file.to_owned()));
    }
    for path in [file, &checksum_file(file)] {
        match path.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(BackupError::io("look at", path)(error)),
            Ok(there) if !there.is_file() && !there.is_symlink() => {
                return Err(BackupError::NotAFile(path.to_owned()));
            }
            Ok(_) if !replace => return Err(BackupError::Exists(path.to_owned())),
            Ok(_) => {}
        }
    }
    Ok(())
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A file beside its place to be, which nobody but its owner can read. It is removed unless it's put there.
#[derive(Debug)]
pub(super) struct Unfinished {
    pub(super) path: PathBuf,
    place: PathBuf,
}

impl Unfinished {
    /// Makes it, empty and open for writing.
    pub(super) fn create(place: &Path) -> Result<(Self, File), BackupError> {
        let name = format!(".ledgerstore-{}-{:016x}", std::process::id(), fastrand::u64(..));
        let path = folder(place).join(name);
        let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = opened.map_err(BackupError::io("create a file in", folder(place)))?;
        Ok((Self { path, place: place.to_owned() }, file))
    }

    /// Puts it in its place, whole and on the disk. What came to be there meanwhile is replaced only if it may be.
    pub(super) fn put(self, replace: bool) -> Result<(), BackupError> {
        let failed = BackupError::io("write", &self.place);
        if replace {
            fs::rename(&self.path, &self.place).map_err(failed)?;
        } else {
            self.link(failed)?;
        }
        let folder = folder(&self.place);
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(BackupError::io("write", folder))
    }

    /// A link never replaces anything. Where the file system knows none, nothing was there a moment ago.
    fn link(&self, failed: impl FnOnce(std::io::Error) -> BackupError) -> Result<(), BackupError> {
        match fs::hard_link(&self.path, &self.place) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(BackupError::Exists(self.place.clone()))
            }
            Err(_) => fs::rename(&self.path, &self.place).map_err(failed),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After it was put in its place there may be nothing to remove.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn names_a_backup_after_the_database_and_the_time() {
        let at = DateTime::from_timestamp(1_795_169_700, 0).unwrap();
        assert_eq!(default_name("shop", at), "shop-20261120T101500Z.dump");
        assert_eq!(default_name("../a b;$(x)", at), "_a_b___x_-20261120T101500Z.dump");
    }

    #[test]
    fn an_unfinished_file_is_private_and_gone_unless_it_is_put_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a");
        let (unfinished, _) = Unfinished::create(&place).unwrap();
        assert_eq!(unfinished.path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        drop(unfinished);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        Unfinished::create(&place).unwrap().0.put(false).unwrap();
        let taken = Unfinished::create(&place).unwrap().0.put(false);
        assert!(matches!(taken, Err(BackupError::Exists(_))), "{taken:?}");
        Unfinished::create(&place).unwrap().0.put(true).unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_device_is_never_replaced() {
        assert!(matches!(check(Path::new("/dev/null"), true), Err(BackupError::NotAFile(_))));
        assert!(matches!(check(Path::new("/no/such/x"), true), Err(BackupError::NoFolder(_))));
        assert!(matches!(check(Path::new("new/"), false), Err(BackupError::NoFolder(_))));
    }
}

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::LocalError;

/// Waits until no other process creates, starts or stops the server. The lock lasts as long as the file is open in
/// any process, and the kernel lets go of it however a process ends.
pub(super) fn take(path: &Path) -> Result<File, LocalError> {
    let file = open(path).map_err(LocalError::io("open", path))?;
    file.lock().map_err(LocalError::io("lock", path))?;
    Ok(file)
}

/// As root this happens in a folder of another user's, where a symbolic link could lie in wait: a file is only
/// created when there is nothing of that name, and an existing one is opened but not written to.
fn open(path: &Path) -> std::io::Result<File> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => OpenOptions::new().write(true).open(path),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::fs::TryLockError;

    use super::*;

    #[test]
    fn keeps_others_out_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = take(&path).unwrap();
        let other = open(&path).unwrap();
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        other.try_lock().unwrap();
    }

    #[test]
    fn creates_nothing_behind_a_symbolic_link() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        std::os::unix::fs::symlink(&target, folder.path().join("lock")).unwrap();
        assert!(take(&folder.path().join("lock")).is_err());
        assert!(!target.exists());
    }
}

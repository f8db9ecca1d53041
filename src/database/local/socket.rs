use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use super::LocalError;
use super::digest::digest;
use super::folders;
use super::server_user::ServerUser;

/// The port is part of the socket's name, nothing else: no TCP port is opened.
pub(super) const PORT: u16 = 5432;

/// The folder of a data folder's socket. The name follows from the data folder alone, so that every process comes
/// to the same one, and is short, as a socket's path may have 107 bytes (103 on macOS).
pub(super) fn folder(data: &Path, uid: u32) -> PathBuf {
    format!("/tmp/ledgerstore-{uid}-{}", digest(data)).into()
}

/// Whether there is such a folder, and nobody but the server's user can listen in it: anybody may create one
/// under that name beforehand.
pub(super) fn is_safe(folder: &Path, user: &ServerUser) -> Result<bool, LocalError> {
    let metadata = match folder.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(LocalError::io("look at", folder)(error)),
    };
    let reason = match metadata.mode() {
        _ if !metadata.is_dir() => "it is no folder".to_owned(),
        mode if mode & 0o077 != 0 => format!("others may use it (mode {:o})", mode & 0o7777),
        _ if metadata.uid() == user.uid => return Ok(true),
        // Left by a process of root's that was killed before it handed the folder over.
        _ if user.is_other && metadata.uid() == 0 => return Ok(false),
        _ => format!("it belongs to user id {}", metadata.uid()),
    };
    Err(LocalError::UnsafeSocketFolder { folder: folder.to_owned(), reason })
}

/// Makes sure of a safe folder.
pub(super) fn prepare(folder: &Path, user: &ServerUser) -> Result<(), LocalError> {
    if is_safe(folder, user)? {
        return Ok(());
    }
    folders::create_private(folder, user)?;
    if is_safe(folder, user)? {
        return Ok(());
    }
    let reason = "it vanished while it was being made".to_owned();
    Err(LocalError::UnsafeSocketFolder { folder: folder.to_owned(), reason })
}

/// Removes what a killed server left: its socket, and the file by which it claimed that.
pub(super) fn clear(folder: &Path) -> Result<(), LocalError> {
    for path in [file(folder), folder.join(format!(".s.PGSQL.{PORT}.lock"))] {
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(LocalError::io("remove", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Removes the folder of a server that was stopped.
pub(super) fn remove(folder: &Path) {
    // An empty folder does no harm and is used again, so it may as well stay when it can't be removed.
    let _ = std::fs::remove_dir(folder);
}

/// Whether a server listens there.
pub(super) fn answers(folder: &Path) -> Result<bool, LocalError> {
    let socket = file(folder);
    match UnixStream::connect(&socket) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => Ok(false),
        Err(error) => Err(LocalError::io("connect to", &socket)(error)),
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join(format!(".s.PGSQL.{PORT}"))
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn myself() -> ServerUser {
        let uid = nix::unistd::geteuid().as_raw();
        ServerUser { name: "myself".into(), uid, gid: nix::unistd::getegid().as_raw(), is_other: false }
    }

    fn refusal(folder: &Path, user: &ServerUser) -> String {
        is_safe(folder, user).unwrap_err().to_string()
    }

    #[test]
    fn its_path_is_short_enough_for_every_system() {
        let data = PathBuf::from("/a/very/long/path".repeat(100));
        assert!(file(&folder(&data, u32::MAX)).as_os_str().len() <= 103);
    }

    #[test]
    fn each_data_folder_has_its_own() {
        assert_ne!(folder(Path::new("/a/pg15"), 1), folder(Path::new("/b/pg15"), 1));
        assert_ne!(folder(Path::new("/a/pg15"), 1), folder(Path::new("/a/pg15"), 2));
    }

    #[test]
    fn makes_a_private_folder() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("socket");
        assert!(!is_safe(&folder, &myself()).unwrap());
        prepare(&folder, &myself()).unwrap();
        assert!(is_safe(&folder, &myself()).unwrap());
        assert!(!answers(&folder).unwrap());
    }

    #[test]
    fn refuses_a_folder_that_others_could_have_planted() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("socket");
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, Permissions::from_mode(0o770)).unwrap();
        assert!(refusal(&folder, &myself()).contains("mode 770"));
        std::fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
        let stranger = ServerUser { uid: 4_000_000_000, ..myself() };
        assert!(refusal(&folder, &stranger).contains("belongs to user id"));
        symlink(&folder, parent.path().join("link")).unwrap();
        assert!(refusal(&parent.path().join("link"), &myself()).contains("no folder"));
    }
}

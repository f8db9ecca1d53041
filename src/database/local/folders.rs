use std::fs::{DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::LocalError;
use super::digest::digest;
use super::server_user::ServerUser;

/// One name per folder, whether it exists yet or not: absolute and without symbolic links.
pub(super) fn resolve(folder: &Path, user: &ServerUser) -> Result<PathBuf, LocalError> {
    let folder = std::path::absolute(folder).map_err(LocalError::io("find", folder))?;
    for ancestor in folder.ancestors() {
        match ancestor.canonicalize() {
            Ok(real) => return Ok(join(real, folder.strip_prefix(ancestor).unwrap_or(Path::new("")))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(not_reachable_or(error, "find", ancestor, user)),
        }
    }
    Ok(folder)
}

/// Joining an empty path would add a slash.
fn join(real: PathBuf, rest: &Path) -> PathBuf {
    if rest.as_os_str().is_empty() { real } else { real.join(rest) }
}

/// The topmost of the existing folders on the way to (and including) this one that the user can't enter.
pub(super) fn unreachable(folder: &Path, user: &ServerUser) -> Option<PathBuf> {
    let way: Vec<_> = folder.ancestors().collect();
    let closed = |folder: &&&Path| folder.metadata().is_ok_and(|metadata| !user.may_enter(&metadata));
    way.iter().rev().find(closed).map(|folder| folder.to_path_buf())
}

/// Whether the folder exists and belongs to the server's user. Root's own empty folder (a fresh volume of a
/// container, say) counts as one that doesn't exist yet.
///
/// # Errors
/// [`LocalError::ForeignFolder`] when it belongs to anybody else.
pub(super) fn is_ours(folder: &Path, user: &ServerUser) -> Result<bool, LocalError> {
    // Looked at first: another process may be handing it over right now, and fills it only afterwards.
    let may_be_taken = user.is_other && is_empty(folder);
    let metadata = match folder.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(not_reachable_or(error, "look at", folder, user)),
    };
    match metadata.uid() {
        owner if owner == user.uid => Ok(true),
        0 if may_be_taken => Ok(false),
        owner => Err(LocalError::ForeignFolder { folder: folder.to_owned(), owner, user: user.name.clone() }),
    }
}

/// Makes sure of a folder that is the server's user's own and closed to others.
pub(super) fn make_private(folder: &Path, user: &ServerUser) -> Result<(), LocalError> {
    let parent = folder.parent().unwrap_or(folder);
    std::fs::create_dir_all(parent).map_err(|error| not_reachable_or(error, "create", parent, user))?;
    if let Some(folder) = unreachable(parent, user).filter(|_| user.is_other) {
        return Err(LocalError::FolderNotReachable { folder, user: user.name.clone() });
    }
    if is_ours(folder, user)? { Ok(()) } else { create_private(folder, user) }
}

/// Creates the folder, or takes over root's own empty one.
pub(super) fn create_private(folder: &Path, user: &ServerUser) -> Result<(), LocalError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        // Another process was faster, or it's root's own and to be taken over.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && !is_ours(folder, user)? => {
            let permissions = Permissions::from_mode(0o700);
            std::fs::set_permissions(folder, permissions).map_err(LocalError::io("close", folder))?;
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        other => other.map_err(|error| not_reachable_or(error, "create", folder, user))?,
    }
    user.hand_over(folder)
}

/// The folder for tests, or one of the system's temporary folders where the server's user can't use the former.
pub(super) fn or_temporary(folder: &Path, user: &ServerUser) -> Result<PathBuf, LocalError> {
    let wanted = resolve(folder, user).and_then(|folder| make_private(&folder, user).map(|()| folder));
    match wanted {
        Err(LocalError::FolderNotReachable { .. } | LocalError::ForeignFolder { .. }) => {
            let folder = std::path::absolute(folder).map_err(LocalError::io("find", folder))?;
            let name = format!("ledgerstore-tests-{}-{}", user.uid, digest(&folder));
            resolve(&std::env::temp_dir().join(name), user)
        }
        other => other,
    }
}

/// The newest major version that there is a data folder of: `pg15` for 15.
pub(super) fn newest_data(folder: &Path) -> Result<Option<u32>, LocalError> {
    let entries = match folder.read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LocalError::io("read", folder)(error)),
    };
    let mut newest = None;
    for entry in entries {
        let entry = entry.map_err(LocalError::io("read", folder))?;
        let name = entry.file_name();
        let major = name.to_str().and_then(|name| name.strip_prefix("pg")?.parse().ok());
        newest = newest.max(major.filter(|_| entry.path().join("PG_VERSION").exists()));
    }
    Ok(newest)
}

fn is_empty(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_none())
}

fn not_reachable_or(
    error: std::io::Error,
    doing: &'static str,
    folder: &Path,
    user: &ServerUser,
) -> LocalError {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            LocalError::FolderNotReachable { folder: folder.to_owned(), user: user.name.clone() }
        }
        _ => LocalError::io(doing, folder)(error),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Nobody we are, so that the bits for others decide.
    fn stranger() -> ServerUser {
        ServerUser { name: "stranger".into(), uid: 4_000_000_000, gid: 4_000_000_000, is_other: true }
    }

    fn open_folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        folder
    }

    #[test]
    fn names_the_topmost_closed_folder() {
        let open = open_folder();
        let closed = open.path().join("closed");
        DirBuilder::new().mode(0o700).create(&closed).unwrap();
        std::fs::create_dir(closed.join("below")).unwrap();
        assert_eq!(unreachable(&closed.join("below/none/yet"), &stranger()), Some(closed));
        assert_eq!(unreachable(&open.path().join("none/yet"), &stranger()), None);
    }

    #[test]
    fn the_owners_and_the_groups_bits_come_first() {
        let folder = open_folder();
        let metadata = folder.path().metadata().unwrap();
        let (uid, gid) = (metadata.uid(), metadata.gid());
        let may_enter = |mode, uid, gid| {
            std::fs::set_permissions(folder.path(), Permissions::from_mode(mode)).unwrap();
            let user = ServerUser { uid, gid, ..stranger() };
            user.may_enter(&folder.path().metadata().unwrap())
        };
        assert!(may_enter(0o700, uid, 1) && !may_enter(0o077, uid, 1));
        assert!(may_enter(0o710, 1, gid) && !may_enter(0o701, 1, gid));
        assert!(
            may_enter(0o701, 4_000_000_000, 4_000_000_000) && !may_enter(0o770, 4_000_000_000, 4_000_000_000)
        );
    }

    #[test]
    fn a_folder_has_one_name_before_and_after_it_exists() {
        let folder = open_folder();
        let real = folder.path().canonicalize().unwrap();
        symlink(&real, real.join("link")).unwrap();
        let named = real.join("link/books");
        assert_eq!(resolve(&named, &stranger()).unwrap(), real.join("books"));
        std::fs::create_dir(real.join("books")).unwrap();
        assert_eq!(resolve(&named, &stranger()).unwrap(), real.join("books"));
    }

    #[test]
    fn refuses_a_folder_of_somebody_elses() {
        let folder = open_folder();
        std::fs::write(folder.path().join("file"), "").unwrap();
        assert!(matches!(is_ours(folder.path(), &stranger()), Err(LocalError::ForeignFolder { .. })));
        assert!(!is_ours(&folder.path().join("none"), &stranger()).unwrap());
    }

    #[test]
    fn tests_move_to_a_temporary_folder_when_theirs_is_out_of_reach() {
        let closed = open_folder();
        std::fs::set_permissions(closed.path(), Permissions::from_mode(0o700)).unwrap();
        let folder = or_temporary(&closed.path().join("target/tests"), &stranger()).unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("ledgerstore-tests-4000000000-"), "{name}");
    }

    #[test]
    fn finds_the_newest_data_folder() {
        let folder = open_folder();
        assert_eq!(newest_data(folder.path()).unwrap(), None);
        for name in ["pg9", "pg15", "pg14", "pg16.new", "pgx"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("PG_VERSION"), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("pg17")).unwrap();
        assert_eq!(newest_data(folder.path()).unwrap(), Some(15));
        assert_eq!(newest_data(&folder.path().join("none")).unwrap(), None);
    }
}

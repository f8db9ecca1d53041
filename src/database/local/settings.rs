//! What the environment says about the local server.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;

use super::LocalError;
use super::folders;
use super::server_user::ServerUser;

/// Where root keeps its data: the server's user can't enter root's home.
const ROOTS_FOLDER: &str = "/var/lib/ledgerstore";

/// `LEDGERSTORE_PG_BIN`.
pub(super) fn programs_folder() -> Option<PathBuf> {
    path("LEDGERSTORE_PG_BIN")
}

/// `LEDGERSTORE_DATA`, else a folder of our own among the user's data.
pub(super) fn personal_folder(user: &ServerUser) -> Result<PathBuf, LocalError> {
    match path("LEDGERSTORE_DATA") {
        Some(folder) => Ok(folder),
        None if user.is_other => Ok(roots_folder(path("XDG_DATA_HOME"), user)),
        None => Xdg::new().map(|xdg| xdg.data_dir().join("ledgerstore")).map_err(|_| LocalError::NoHome),
    }
}

fn roots_folder(xdg_data: Option<PathBuf>, user: &ServerUser) -> PathBuf {
    xdg_data
        .filter(|folder| folder.is_absolute() && folders::unreachable(folder, user).is_none())
        .map_or_else(|| Path::new(ROOTS_FOLDER).to_owned(), |folder| folder.join("ledgerstore"))
}

/// A variable that is set but empty counts as not set.
fn path(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn roots_data_go_where_the_servers_user_can_reach_them() {
        let user = ServerUser { name: "nobody".into(), uid: 65534, gid: 65534, is_other: true };
        assert_eq!(roots_folder(None, &user), Path::new(ROOTS_FOLDER));
        assert_eq!(roots_folder(Some("relative".into()), &user), Path::new(ROOTS_FOLDER));
        assert_eq!(roots_folder(Some("/usr/share".into()), &user), Path::new("/usr/share/ledgerstore"));
        let closed = tempfile::tempdir().unwrap();
        std::fs::set_permissions(closed.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(roots_folder(Some(closed.path().join("data")), &user), Path::new(ROOTS_FOLDER));
    }
}

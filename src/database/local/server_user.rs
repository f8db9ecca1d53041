use std::io;
use std::os::unix::fs::{MetadataExt, lchown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

use nix::errno::Errno;
use nix::unistd::{User, geteuid};

use super::LocalError;

/// The operating system's user that the server runs as: the process's own, unless that is root.
#[derive(Debug, Clone)]
pub(super) struct ServerUser {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
    /// Whether we are root and become this user for the server's programs.
    pub(super) is_other: bool,
}

impl ServerUser {
    pub(super) fn choose() -> Result<Self, LocalError> {
        let uid = geteuid();
        if uid.is_root() {
            let user = by_name("postgres")?.or(by_name("nobody")?).ok_or(LocalError::NoServerUser)?;
            return Ok(Self::new(user, true));
        }
        let user = User::from_uid(uid).map_err(lookup_failed)?;
        user.map(|user| Self::new(user, false)).ok_or(LocalError::NoPasswdEntry { uid: uid.as_raw() })
    }

    fn new(user: User, is_other: bool) -> Self {
        Self { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw(), is_other }
    }

    /// A command that runs as this user, with messages in English and none of the caller's settings for libpq.
    pub(super) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("LC_ALL", "C").env("TZ", "UTC");
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.as_encoded_bytes().starts_with(b"PG")) {
            command.env_remove(key);
        }
        if self.is_other {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Runs a command made by [`ServerUser::command`] to its end.
    pub(super) fn output(&self, command: &mut Command) -> Result<Output, LocalError> {
        command.output().map_err(|error| match self.may_not_become(&error) {
            true => self.cannot_change(),
            false => LocalError::io("run", Path::new(command.get_program()))(error),
        })
    }

    /// Makes this user the owner of what root has just created, or of nothing when we are no root.
    pub(super) fn hand_over(&self, folder: &Path) -> Result<(), LocalError> {
        if !self.is_other {
            return Ok(());
        }
        lchown(folder, Some(self.uid), Some(self.gid)).map_err(|error| match self.may_not_become(&error) {
            true => self.cannot_change(),
            false => LocalError::io("change the owner of", folder)(error),
        })
    }

    /// Whether the permission bits let this user, who has no groups but the main one, enter a folder.
    pub(super) fn may_enter(&self, folder: &std::fs::Metadata) -> bool {
        let search = match (folder.uid() == self.uid, folder.gid() == self.gid) {
            (true, _) => 0o100,
            (false, true) => 0o010,
            (false, false) => 0o001,
        };
        folder.mode() & search != 0
    }

    /// A root without the capability gets EPERM; one in a user namespace that lacks the user gets EINVAL.
    fn may_not_become(&self, error: &io::Error) -> bool {
        let code = error.raw_os_error().map(Errno::from_raw);
        self.is_other && matches!(code, Some(Errno::EPERM | Errno::EINVAL))
    }

    fn cannot_change(&self) -> LocalError {
        LocalError::CannotChangeUser { user: self.name.clone() }
    }
}

fn by_name(name: &str) -> Result<Option<User>, LocalError> {
    User::from_name(name).map_err(lookup_failed)
}

fn lookup_failed(error: Errno) -> LocalError {
    LocalError::io("look up a user in", Path::new("/etc/passwd"))(error.into())
}

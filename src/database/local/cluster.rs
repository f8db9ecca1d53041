use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Output;

use super::error::tells_of_a_full_disk;
use super::programs::Programs;
use super::server_user::ServerUser;
use super::{Durability, LocalError};

/// The superuser's role. Whoever can open the socket may be it; no one else can open the socket.
pub(super) const ROLE: &str = "ledgerstore";

/// Creates a cluster beside its final place and moves it there when it is whole, so that none is ever half-done.
/// To be called under the lock.
pub(super) fn create(
    data: &Path,
    durability: Durability,
    programs: &Programs,
    user: &ServerUser,
    lock: &File,
) -> Result<(), LocalError> {
    let unfinished = data.with_extension("new");
    remove_leftover(&unfinished)?;
    let output = run_initdb(&unfinished, durability, programs, user, lock)?;
    if !output.status.success() {
        remove_leftover(&unfinished)?;
        return Err(failure(data, &output));
    }
    durability.mark(&unfinished)?;
    std::fs::rename(&unfinished, data).map_err(LocalError::io("move a new cluster to", data))?;
    sync_names(data.parent().unwrap_or(data))
}

/// Encoding and sort order are the same on every machine: UTF-8, by bytes. The folder is named relative to the
/// one that `initdb` runs in, so that no character of its path can be special to a shell.
fn run_initdb(
    folder: &Path,
    durability: Durability,
    programs: &Programs,
    user: &ServerUser,
    lock: &File,
) -> Result<Output, LocalError> {
    let mut command = user.command(&programs.bin.join("initdb"), folder.parent().unwrap_or(folder));
    command.arg("-D").arg(folder.file_name().unwrap_or(folder.as_os_str()));
    command.args(["--username", ROLE, "--encoding=UTF8", "--locale=C"]);
    command.args(["--auth-local=trust", "--auth-host=reject"]);
    if durability == Durability::ForTests {
        command.arg("--no-sync");
    }
    // It reads nothing. Holding the lock's file, it keeps the lock should we be killed before it is done.
    command.stdin(lock.try_clone().map_err(LocalError::io("share the lock for", folder))?);
    user.output(&mut command)
}

fn remove_leftover(folder: &Path) -> Result<(), LocalError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(LocalError::io("remove", folder)(error)),
        _ => Ok(()),
    }
}

/// Makes the new name itself outlive a crash of the machine; `initdb` has seen to what is inside.
fn sync_names(folder: &Path) -> Result<(), LocalError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(LocalError::io("write out", folder))
}

fn failure(data: &Path, output: &Output) -> LocalError {
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    match tells_of_a_full_disk(&text) {
        true => LocalError::DiskFull { path: data.to_owned() },
        false => LocalError::InitdbFailed { data: data.to_owned(), output: text.trim().to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn failed_with(stderr: &str) -> LocalError {
        let output = Output { status: ExitStatus::from_raw(256), stdout: vec![], stderr: stderr.into() };
        failure(Path::new("/data/pg15"), &output)
    }

    #[test]
    fn a_full_disk_has_a_name_of_its_own() {
        let full = failed_with("initdb: error: could not write to file: No space left on device\n");
        assert!(matches!(full, LocalError::DiskFull { .. }));
        let other = failed_with("initdb: error: invalid locale settings\n");
        assert!(
            matches!(other, LocalError::InitdbFailed { output, .. } if output.contains("invalid locale"))
        );
    }
}

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::LocalError;
use super::process;

/// What a running server says of itself in `postmaster.pid`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: i32,
    pub(super) socket: PathBuf,
    /// Whether it accepts queries; otherwise it is starting up or shutting down.
    pub(super) is_ready: bool,
}

/// The server that runs on a data folder. A file that a killed one left behind counts for nothing.
pub(super) fn running(data: &Path) -> Result<Option<PidFile>, LocalError> {
    let path = path(data);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(parse(&text).filter(|file| process::serves(file.pid, data))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(LocalError::io("read", &path)(error)),
    }
}

/// Whether a killed server's process id, which its files still hold, is some other program's by now, or that of a
/// process that has ended but wasn't waited for: PostgreSQL would take it for a running server and refuse to start.
pub(super) fn is_misleading(data: &Path) -> bool {
    let text = std::fs::read_to_string(path(data)).unwrap_or_default();
    parse(&text).is_some_and(|file| process::is_something_else(file.pid))
}

/// Removes the file that a killed server left. To be called under the lock, and when no server runs.
pub(super) fn remove(data: &Path) -> Result<(), LocalError> {
    let path = path(data);
    std::fs::remove_file(&path).map_err(LocalError::io("remove", &path))
}

fn path(data: &Path) -> PathBuf {
    data.join("postmaster.pid")
}

/// The lines are: process id, data folder, start time, port, socket folder, address, shared memory, status.
/// The later ones are added while the server starts.
fn parse(text: &str) -> Option<PidFile> {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    let pid = lines.first()?.parse().ok().filter(|pid| *pid > 1)?;
    let socket = lines.get(4).copied().unwrap_or_default().into();
    Some(PidFile { pid, socket, is_ready: lines.get(7) == Some(&"ready") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_ready_server() {
        let text = "4711\n/data/pg15\n1700000000\n5432\n/tmp/socket\n\n  42  7\nready   \n";
        assert_eq!(parse(text), Some(PidFile { pid: 4711, socket: "/tmp/socket".into(), is_ready: true }));
    }

    #[test]
    fn reads_a_server_that_has_just_begun() {
        let file = parse("4711\n/data/pg15\n1700000000\n5432\n").unwrap();
        assert!(!file.is_ready && file.socket.as_os_str().is_empty());
        assert!(!parse("4711\n/d\n1\n5432\n/tmp/s\n\n 1 2\nstopping\n").unwrap().is_ready);
    }

    #[test]
    fn counts_a_torn_or_foreign_file_as_none() {
        for text in ["", "\n", "x\n", "0\n", "1\n", "-4711\n/data\n", "99999999999999\n"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_file_without_its_process_is_no_server() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(running(folder.path()).unwrap(), None);
        let me = std::process::id();
        std::fs::write(path(folder.path()), format!("{me}\n/d\n1\n5432\n/tmp/s\n\n1 2\nready\n")).unwrap();
        assert_eq!(running(folder.path()).unwrap(), None);
        assert!(is_misleading(folder.path()));
        remove(folder.path()).unwrap();
        assert!(!is_misleading(folder.path()));
    }
}

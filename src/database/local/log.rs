use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::LocalError;
use super::error::tells_of_a_full_disk;

/// A log longer than this is put aside at the next start: one old log is kept. In bytes.
const LONG: u64 = 4 << 20;
/// How much of it an error repeats.
const LINES: usize = 12;
const LOOK_BACK: u64 = 64 << 10;

/// The server's log, from one start on.
pub(super) struct Log {
    path: PathBuf,
    start: u64,
}

impl Log {
    /// Begins at the end of what the log holds, or at nothing when it had grown too long.
    pub(super) fn begin(path: &Path) -> Result<Self, LocalError> {
        let length = match path.symlink_metadata() {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == ErrorKind::NotFound => 0,
            Err(error) => return Err(LocalError::io("look at", path)(error)),
        };
        if length <= LONG {
            return Ok(Self { path: path.to_owned(), start: length });
        }
        let old = path.with_extension("log.old");
        std::fs::rename(path, &old).map_err(LocalError::io("put aside", path))?;
        Ok(Self { path: path.to_owned(), start: 0 })
    }

    /// What the server, or else the program that started it, said about its failure to start.
    pub(super) fn failure(&self, data: &Path, said: &str) -> LocalError {
        let written = self.written().unwrap_or_else(|error| format!("(it can't be read: {error})"));
        if tells_of_a_full_disk(&written) || tells_of_a_full_disk(said) {
            return LocalError::DiskFull { path: data.to_owned() };
        }
        let told = if written.trim().is_empty() { said } else { &written };
        LocalError::StartFailed { log: self.path.clone(), tail: last_lines(told) }
    }

    /// Whether processes of a killed server still hold its memory: PostgreSQL refuses to start beside them.
    pub(super) fn tells_of_orphans(&self) -> bool {
        self.written().is_ok_and(|text| text.contains("pre-existing shared memory block"))
    }

    fn written(&self) -> std::io::Result<String> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(self.start.max(length.saturating_sub(LOOK_BACK))))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.trim().lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_what_was_written_since_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pg15.log");
        std::fs::write(&path, "old: No space left on device\n").unwrap();
        let log = Log::begin(&path).unwrap();
        std::fs::write(&path, "old: No space left on device\nnew: bad setting\n").unwrap();
        let error = log.failure(Path::new("/data"), "could not start").to_string();
        assert!(error.contains("new: bad setting") && !error.contains("old"), "{error}");
    }

    #[test]
    fn falls_back_to_what_the_starter_said() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::begin(&folder.path().join("pg15.log")).unwrap();
        std::fs::write(&log.path, "").unwrap();
        assert!(log.failure(Path::new("/data"), "no such program").to_string().contains("no such program"));
        let full = log.failure(Path::new("/data"), "No space left on device");
        assert!(matches!(full, LocalError::DiskFull { .. }));
    }

    #[test]
    fn puts_a_long_log_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pg15.log");
        File::create(&path).unwrap().set_len(LONG + 1).unwrap();
        assert_eq!(Log::begin(&path).unwrap().start, 0);
        assert!(!path.exists() && folder.path().join("pg15.log.old").exists());
    }

    #[test]
    fn shows_the_last_lines_only() {
        let text = (1..=100).map(|n| format!("line {n}\n")).collect::<Vec<_>>().concat();
        assert_eq!(last_lines(&text).lines().count(), LINES);
        assert!(last_lines(&text).ends_with("line 100"));
    }
}

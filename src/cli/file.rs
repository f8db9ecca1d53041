use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;

/// Writes a file as a whole: whoever looks sees what was there before or all of the new, also after a crash.
pub(super) fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let written = match fs::metadata(path) {
        Ok(there) if there.is_file() => fs::canonicalize(path).and_then(|real| replace(&real, text)),
        // A pipe or a terminal is written to: put a file in its place, and it would be gone.
        Ok(_) => fs::write(path, text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => replace(path, text),
        Err(error) => Err(error),
    };
    written.with_context(|| format!("can't write {}", path.display()))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::other("this is no file's name"))?;
    let mut unfinished = name.to_owned();
    unfinished.push(format!(".{}.unfinished", std::process::id()));
    let unfinished = path.with_file_name(unfinished);
    let written = write(&unfinished, text).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // The error tells why; that there may be nothing to remove isn't worth another.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

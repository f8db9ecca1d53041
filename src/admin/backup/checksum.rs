use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::BackupError;
use super::place::{Unfinished, checksum_file};
use crate::admin::progress::Progress;
use crate::auth::hex;

/// Read at once.
const BLOCK: usize = 1 << 16;

/// The SHA-256 of a file as 64 hexadecimal digits.
pub(super) fn of(file: &Path, progress: &mut dyn Progress) -> Result<String, BackupError> {
    let failed = || BackupError::io("read", file);
    let mut opened = File::open(file).map_err(failed())?;
    progress.begin("checksum", Some(opened.metadata().map_err(failed())?.len()));
    let mut digest = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        let read = match opened.read(&mut block) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read.map_err(failed())?,
        };
        if progress.stop_requested() {
            return Err(BackupError::Interrupted);
        }
        if read == 0 {
            progress.end();
            return Ok(hex::encode(&digest.finalize().into()));
        }
        digest.update(&block[..read]);
        progress.advance(read as u64);
    }
}

/// Writes the checksum of the backup that is to be at `place`, unfinished, as `sha256sum -c` reads it.
pub(super) fn write(place: &Path, checksum: &str) -> Result<Unfinished, BackupError> {
    let path = checksum_file(place);
    let (unfinished, mut file) = Unfinished::create(&path)?;
    let written = file.write_all(&line(place, checksum)).and_then(|()| file.sync_all());
    written.map_err(BackupError::io("write", &path))?;
    Ok(unfinished)
}

/// A name with a backslash or a line break in it is escaped, which a backslash at the line's start tells.
fn line(place: &Path, checksum: &str) -> Vec<u8> {
    let name = place.file_name().unwrap_or_default().as_bytes();
    let mut escaped = Vec::new();
    for byte in name {
        match byte {
            b'\\' => escaped.extend(b"\\\\"),
            b'\n' => escaped.extend(b"\\n"),
            b'\r' => escaped.extend(b"\\r"),
            byte => escaped.push(*byte),
        }
    }
    let mark: &[u8] = if escaped == name { b"" } else { b"\\" };
    [mark, checksum.as_bytes(), b"  ", &escaped, b"\n"].concat()
}

/// Compares a backup with the checksum beside it; false when there is none.
pub(super) fn verify(file: &Path, progress: &mut dyn Progress) -> Result<bool, BackupError> {
    let path = checksum_file(file);
    let text = match std::fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        text => text.map_err(BackupError::io("read", &path))?,
    };
    // The name isn't looked at: a backup that was renamed along with its checksum is the same backup.
    let text = text.strip_prefix(b"\\").unwrap_or(&text);
    let wanted = text.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    if of(file, progress)?.as_bytes().eq_ignore_ascii_case(wanted) {
        return Ok(true);
    }
    Err(BackupError::ChecksumDiffers { file: file.to_owned(), checksum: path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_value() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("abc");
        std::fs::write(&file, "abc").unwrap();
        let wanted = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of(&file, &mut ()).unwrap(), wanted);
        assert!(!verify(&file, &mut ()).unwrap());
        write(&file, wanted).unwrap().put(false).unwrap();
        assert!(verify(&file, &mut ()).unwrap());
        std::fs::write(&file, "abd").unwrap();
        assert!(matches!(verify(&file, &mut ()), Err(BackupError::ChecksumDiffers { .. })));
    }

    #[test]
    fn escapes_a_name_as_sha256sum_does() {
        assert_eq!(line(Path::new("/b/shop.dump"), "00"), b"00  shop.dump\n");
        assert_eq!(line(Path::new("a\\b\nc"), "00"), b"\\00  a\\\\b\\nc\n");
    }
}

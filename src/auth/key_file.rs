use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use zeroize::Zeroizing;

use super::{OtpKey, OtpKeyError, hex, random};
use crate::database::local::LocalServer;

/// The key's file lies beside the local server's data folder.
const FILE: &str = "otp.key";

/// A key file is a line of 64 digits; no more than this is read.
const LONGEST: u64 = 256;

impl OtpKey {
    /// The key for the local server's sessions: `LEDGERSTORE_OTP_KEY`, else that of the file `otp.key` beside the
    /// server's data, which is made when it isn't there. The server has to have been started once.
    ///
    /// # Errors
    /// As [`OtpKey::from_file_or_new`], and [`OtpKeyError::Malformed`] when the variable is set to anything else.
    pub fn for_local_server(server: &LocalServer) -> Result<Self, OtpKeyError> {
        match Self::from_environment() {
            Err(OtpKeyError::Missing) => Self::from_file_or_new(&server.data_folder().with_file_name(FILE)),
            key => key,
        }
    }

    /// The key in a file of the user's own that nobody else can read (mode 0600). A new key is made when there is no
    /// such file; of many processes that make it at once, all get the same.
    ///
    /// # Errors
    /// [`OtpKeyError::Exposed`] when others can read the file or own it, [`OtpKeyError::Malformed`] when it holds no
    /// key, [`OtpKeyError::File`] when it can't be read or made.
    pub fn from_file_or_new(path: &Path) -> Result<Self, OtpKeyError> {
        let file = |reason| OtpKeyError::File { path: path.to_owned(), reason };
        match File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let key = random::bytes().map(Zeroizing::new).map_err(|_| OtpKeyError::NoRandomness)?;
                place(path, &hex::encode(&key)).map_err(file)?;
                read(path, File::open(path).map_err(file)?)
            }
            opened => read(path, opened.map_err(file)?),
        }
    }
}

fn read(path: &Path, opened: File) -> Result<OtpKey, OtpKeyError> {
    let file = |reason| OtpKeyError::File { path: path.to_owned(), reason };
    let metadata = opened.metadata().map_err(file)?;
    if metadata.mode() & 0o077 != 0 || metadata.uid() != nix::unistd::geteuid().as_raw() {
        return Err(OtpKeyError::Exposed(path.to_owned()));
    }
    let mut text = Zeroizing::new(String::new());
    opened.take(LONGEST).read_to_string(&mut text).map_err(file)?;
    text.parse()
}

/// Writes the file elsewhere and links it to its place, so that nobody ever reads half of it; one that is there by
/// then stays.
fn place(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension(format!("{}-{:016x}", std::process::id(), fastrand::u64(..)));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    let written = writeln!(file, "{text}").and_then(|()| file.sync_all());
    let linked = written.and_then(|()| match std::fs::hard_link(&unfinished, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    std::fs::remove_file(&unfinished)?;
    linked
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn many_that_make_it_at_once_get_the_same_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let keys: std::collections::HashSet<_> = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..8).map(|_| scope.spawn(|| OtpKey::from_file_or_new(&path))).collect();
            makers.into_iter().map(|maker| hex::encode(&maker.join().unwrap().unwrap().0)).collect()
        });
        assert_eq!(keys.len(), 1);
        assert!(keys.contains(std::fs::read_to_string(&path).unwrap().trim()));
        assert_eq!(path.metadata().unwrap().mode() & 0o777, 0o600);
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "nothing unfinished is left");
    }

    #[test]
    fn a_file_that_others_can_read_or_that_holds_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        OtpKey::from_file_or_new(&path).unwrap();
        for mode in [0o640, 0o604, 0o620] {
            std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            assert!(matches!(OtpKey::from_file_or_new(&path), Err(OtpKeyError::Exposed(_))), "{mode:o}");
        }
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&path, "not a key").unwrap();
        assert!(matches!(OtpKey::from_file_or_new(&path), Err(OtpKeyError::Malformed)));
        let nowhere = folder.path().join("none").join(FILE);
        assert!(matches!(OtpKey::from_file_or_new(&nowhere), Err(OtpKeyError::File { .. })));
    }
}

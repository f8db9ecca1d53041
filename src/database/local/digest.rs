use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A short name for a path: FNV-1a, 64 bits, in hexadecimal.
///
/// Written out because every version of this program must come to the same name, which the standard library's
/// hasher doesn't promise. Nothing secret depends on it.
pub(super) fn digest(path: &Path) -> String {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", path.as_os_str().as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_values() {
        assert_eq!(digest(Path::new("")), "cbf29ce484222325");
        assert_eq!(digest(Path::new("a")), "af63dc4c8601ec8c");
        assert_eq!(digest(Path::new("foobar")), "85944171f73967e8");
    }
}

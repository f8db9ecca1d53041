use sha2::{Digest, Sha256};

/// The SHA-256 of a migration's text in hexadecimal, the same whether its lines end as on Windows or not.
pub fn checksum(text: &str) -> String {
    let digits = b"0123456789abcdef";
    let digest = Sha256::digest(text.replace("\r\n", "\n"));
    let both = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    both.map(|half| char::from(digits[usize::from(half)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_value_and_ignores_how_lines_end() {
        assert_eq!(checksum("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(checksum("SELECT 1;\r\n\r\n"), checksum("SELECT 1;\n\n"));
        assert_ne!(checksum("SELECT 1;\n"), checksum("SELECT 1;"));
    }
}

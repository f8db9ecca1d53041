use std::fmt;
use std::str::FromStr;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use thiserror::Error;
use zeroize::Zeroizing;

use super::{AuthError, OtpCode, hex, random};

/// The environment variable that holds the key.
const VARIABLE: &str = "LEDGERSTORE_OTP_KEY";

const NONCE_BYTES: usize = 24;

/// The key that one-time codes are encrypted with: 32 bytes, as text 64 hexadecimal digits (`openssl rand -hex 32`
/// makes one). It is never in the database. `Debug` doesn't show it, and its memory is cleared when it is dropped.
pub struct OtpKey(pub(super) Zeroizing<[u8; 32]>);

/// Why there is no key. No variant holds a part of one.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OtpKeyError {
    /// The environment variable isn't set.
    #[error("LEDGERSTORE_OTP_KEY isn't set; set it to 64 hexadecimal digits, made by `openssl rand -hex 32`")]
    Missing,
    /// The text isn't a key.
    #[error("the key for one-time codes isn't 64 hexadecimal digits; `openssl rand -hex 32` makes one")]
    Malformed,
    /// The file with the key can be read by others.
    #[cfg(feature = "local")]
    #[error("others can read the key in {}: make another, or close it with `chmod 600`", .0.display())]
    Exposed(std::path::PathBuf),
    /// The file with the key can't be read or made.
    #[cfg(feature = "local")]
    #[error("can't read or make the file {} of the key for one-time codes: {reason}", path.display())]
    File {
        /// Where it is, or was to be.
        path: std::path::PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The system gave no random bytes for a new key.
    #[error("no key can be made: the system gives no random bytes")]
    NoRandomness,
}

impl OtpKey {
    /// The key in the environment variable `LEDGERSTORE_OTP_KEY`.
    ///
    /// # Errors
    /// [`OtpKeyError::Missing`] when it isn't set or empty, [`OtpKeyError::Malformed`] when it isn't 64 digits.
    pub fn from_environment() -> Result<Self, OtpKeyError> {
        match std::env::var(VARIABLE).map(Zeroizing::new) {
            Ok(text) if !text.trim().is_empty() => text.parse(),
            Err(std::env::VarError::NotUnicode(_)) => Err(OtpKeyError::Malformed),
            _ => Err(OtpKeyError::Missing),
        }
    }

    /// Encrypts a code for the session with this verifier: a random nonce, then XChaCha20-Poly1305's output.
    pub(super) fn seal(&self, code: &OtpCode, verifier: &[u8; 32]) -> Result<Vec<u8>, AuthError> {
        let nonce: [u8; NONCE_BYTES] = random::bytes()?;
        let payload = Payload { msg: code.reveal().as_bytes(), aad: verifier };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| AuthError::Cipher)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts the code of the session with this verifier; another session's, or another key's, doesn't open.
    pub(super) fn open(&self, sealed: &[u8], verifier: &[u8; 32]) -> Result<OtpCode, AuthError> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(AuthError::Cipher)?;
        let opened = self.cipher().decrypt(&XNonce::from(*nonce), Payload { msg, aad: verifier });
        let opened = Zeroizing::new(opened.map_err(|_| AuthError::Cipher)?);
        let text = std::str::from_utf8(&opened).map_err(|_| AuthError::Cipher)?;
        text.parse().map_err(|_| AuthError::Cipher)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

impl FromStr for OtpKey {
    type Err = OtpKeyError;

    fn from_str(text: &str) -> Result<Self, OtpKeyError> {
        hex::decode(text.trim()).map(Self).ok_or(OtpKeyError::Malformed)
    }
}

impl fmt::Debug for OtpKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OtpKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digit: char) -> OtpKey {
        digit.to_string().repeat(64).parse().unwrap()
    }

    #[test]
    fn a_code_opens_only_with_its_key_in_its_session() {
        let code: OtpCode = "001234".parse().unwrap();
        let sealed = key('a').seal(&code, &[1; 32]).unwrap();
        assert!(key('a').open(&sealed, &[1; 32]).unwrap().is(&code));
        let mut changed = sealed.clone();
        changed[NONCE_BYTES] ^= 1;
        let attempts = [
            (key('b'), &sealed, [1; 32]),
            (key('a'), &sealed, [2; 32]),
            (key('a'), &changed, [1; 32]),
            (key('a'), &sealed[..10].to_vec(), [1; 32]),
            (key('a'), &Vec::new(), [1; 32]),
        ];
        for (key, sealed, verifier) in attempts {
            assert!(matches!(key.open(sealed, &verifier), Err(AuthError::Cipher)));
        }
    }

    #[test]
    fn the_same_code_is_never_encrypted_alike() {
        let code: OtpCode = "001234".parse().unwrap();
        let sealed: std::collections::HashSet<_> =
            (0..50).map(|_| key('a').seal(&code, &[1; 32]).unwrap()).collect();
        assert_eq!(sealed.len(), 50);
    }

    #[test]
    fn a_text_that_is_no_key_is_not_repeated() {
        for text in ["", "abc", &"g".repeat(64), &"a".repeat(63)] {
            let error = text.parse::<OtpKey>().unwrap_err();
            assert!(matches!(error, OtpKeyError::Malformed));
            assert!(text.is_empty() || !format!("{error} {error:?}").contains(text));
        }
    }
}

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::{AuthError, hex, random};

/// What a user's cookie holds: 32 random bytes, as text 64 hexadecimal digits. The database keeps only their SHA-256
/// (`sessions.session_verifier`). `Debug` doesn't show it, and its memory is cleared when it is dropped.
pub struct SessionToken(Zeroizing<[u8; 32]>);

/// A text that is no session token. It isn't repeated here: it may be one with a slip in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this isn't a session token: one has 64 hexadecimal digits; sign in again")]
pub struct InvalidToken;

impl SessionToken {
    pub(super) fn generate() -> Result<Self, AuthError> {
        random::bytes().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The text for the cookie: whoever has it is signed in.
    pub fn reveal(&self) -> String {
        hex::encode(&self.0)
    }

    /// What the database knows the session by.
    pub(super) fn verifier(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }
}

impl FromStr for SessionToken {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        hex::decode(text).map(Self).ok_or(InvalidToken)
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_is_the_sha_256_of_the_bytes() {
        let token: SessionToken = "00".repeat(32).parse().unwrap();
        let verifier = hex::encode(&token.verifier());
        assert_eq!(verifier, "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
    }

    #[test]
    fn no_two_are_alike() {
        let tokens: std::collections::HashSet<_> =
            (0..100).map(|_| SessionToken::generate().unwrap().reveal()).collect();
        assert_eq!(tokens.len(), 100);
    }
}

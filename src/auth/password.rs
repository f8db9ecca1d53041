use bcrypt::BcryptError;

use super::AuthError;
use crate::types::PasswordHash;

/// The work factor that [`sign_up`](super::sign_up) uses unless it is told another: 2^12 rounds.
pub const DEFAULT_COST: u32 = 12;

/// bcrypt reads no more bytes of a password than this.
pub const MAX_PASSWORD_BYTES: usize = 72;

/// Hashes a password with bcrypt and a fresh salt; `cost` doubles the work with each step.
///
/// # Errors
/// [`AuthError::PasswordEmpty`], [`AuthError::PasswordTooLong`] over 72 bytes, [`AuthError::Cost`] outside 4 to 31.
///
/// ```
/// use ledgerstore::auth::{hash_password, verify_password};
///
/// let hash = hash_password("correct horse", 4)?; // 4 is for tests: take DEFAULT_COST or more
/// assert!(verify_password("correct horse", &hash)?);
/// assert!(!verify_password("battery staple", &hash)?);
/// # Ok::<(), ledgerstore::auth::AuthError>(())
/// ```
pub fn hash_password(password: &str, cost: u32) -> Result<PasswordHash, AuthError> {
    match password.len() {
        0 => return Err(AuthError::PasswordEmpty),
        length if length > MAX_PASSWORD_BYTES => return Err(AuthError::PasswordTooLong(length)),
        _ => {}
    }
    // The crate's variant that refuses to truncate counts a terminator as a 73rd byte; the length is checked above.
    match bcrypt::hash(password, cost) {
        Ok(hash) => Ok(PasswordHash::from_bcrypt(hash)),
        Err(BcryptError::CostNotAllowed(cost)) => Err(AuthError::Cost(cost)),
        Err(BcryptError::Rand(_)) => Err(AuthError::NoRandomness),
        Err(BcryptError::Truncation(length)) => Err(AuthError::PasswordTooLong(length)),
        Err(BcryptError::InvalidHash(_)) => Err(AuthError::UnreadableHash),
    }
}

/// Whether this is the password of the hash. A locked hash has none.
///
/// # Errors
/// [`AuthError::UnreadableHash`] for a hash that isn't bcrypt's.
pub fn verify_password(password: &str, hash: &PasswordHash) -> Result<bool, AuthError> {
    if hash.is_locked() || password.len() > MAX_PASSWORD_BYTES {
        return Ok(false);
    }
    bcrypt::verify(password, hash.reveal()).map_err(|_| AuthError::UnreadableHash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_bcrypt_would_cut_or_can_not_do() {
        assert!(hash_password(&"x".repeat(72), 4).is_ok());
        assert!(matches!(hash_password(&"x".repeat(73), 4), Err(AuthError::PasswordTooLong(73))));
        assert!(matches!(hash_password(&"ä".repeat(37), 4), Err(AuthError::PasswordTooLong(74))));
        assert!(matches!(hash_password("", 4), Err(AuthError::PasswordEmpty)));
        assert!(matches!(hash_password("x", 3), Err(AuthError::Cost(3))));
        assert!(matches!(hash_password("x", 32), Err(AuthError::Cost(32))));
    }

    #[test]
    fn a_locked_user_has_no_password() {
        assert!(!verify_password("!", &PasswordHash::locked()).unwrap());
    }
}

use bcrypt::BcryptError;

use super::AuthError;
use crate::types::PasswordHash;

/// The work factor that [`sign_up`](super::sign_up) uses unless it is told another: 2^12 rounds.
pub const DEFAULT_COST: u32 = 12;

/// bcrypt reads no more bytes of a password than this.
pub const MAX_PASSWORD_BYTES: usize = 72;

/// The work factors that bcrypt knows.
const COSTS: std::ops::RangeInclusive<u32> = 4..=31;

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

/// Whether this is the password of the stored hash, after 2^`cost` rounds in any case: an unknown user, a locked one,
/// and a wrong password to a hash of a lower cost take as long as a wrong password to one of this cost.
pub(super) fn is_password(
    password: &str,
    stored: Option<&PasswordHash>,
    cost: u32,
) -> Result<bool, AuthError> {
    if !COSTS.contains(&cost) {
        return Err(AuthError::Cost(cost));
    }
    let stored = stored.filter(|hash| !hash.is_locked());
    if let Some(hash) = stored
        && verify_password(password, hash)?
    {
        return Ok(true);
    }
    for cost in missing_work(stored, cost) {
        verify_password(password, &nobodys(cost))?;
    }
    Ok(false)
}

/// The costs whose rounds together are what is missing to 2^`cost`: each step doubles them, so 2^8 and then 2^8, 2^9,
/// 2^10 and 2^11 make 2^12.
fn missing_work(done: Option<&PasswordHash>, cost: u32) -> Vec<u32> {
    match done.and_then(PasswordHash::cost) {
        Some(done) => (done..cost).collect(),
        None => vec![cost],
    }
}

/// A hash of this cost that is no password's.
fn nobodys(cost: u32) -> PasswordHash {
    PasswordHash::from_bcrypt(format!(
        "$2b${cost:02}${}",
        "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123u"
    ))
}

/// Whether a hash was made with less work than this cost's.
pub(super) fn outdated(hash: &PasswordHash, cost: u32) -> bool {
    hash.cost().is_some_and(|of_hash| of_hash < cost)
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

    #[test]
    fn whoever_can_not_sign_in_costs_the_same_work() {
        let rounds = |cost: u32| 2_u64.pow(cost);
        let work = |stored: Option<&PasswordHash>| -> u64 {
            let verified = stored.and_then(PasswordHash::cost).map_or(0, rounds);
            verified + missing_work(stored, 12).into_iter().map(rounds).sum::<u64>()
        };
        assert_eq!(work(None), rounds(12), "an unknown user");
        assert_eq!(work(Some(&PasswordHash::locked())), rounds(12), "a locked one");
        for cost in 4..=12 {
            assert_eq!(work(Some(&nobodys(cost))), rounds(12), "a hash of cost {cost}");
        }
    }

    #[test]
    fn nobodys_hash_is_one_that_bcrypt_really_works_on() {
        for cost in [4, 5] {
            let hash = nobodys(cost);
            assert_eq!(hash.cost(), Some(cost));
            assert!(!verify_password("password", &hash).unwrap());
        }
    }

    #[test]
    fn only_the_right_password_is_the_password() {
        let hash = hash_password("correct horse", 4).unwrap();
        assert!(is_password("correct horse", Some(&hash), 5).unwrap());
        assert!(!is_password("battery staple", Some(&hash), 5).unwrap());
        assert!(!is_password("correct horse", None, 4).unwrap());
        assert!(!is_password("!", Some(&PasswordHash::locked()), 4).unwrap());
        assert!(matches!(is_password("x", None, 32), Err(AuthError::Cost(32))));
        assert!(outdated(&hash, 5) && !outdated(&hash, 4) && !outdated(&PasswordHash::locked(), 5));
    }
}

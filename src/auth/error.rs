use thiserror::Error;

use crate::database::Transient;

/// Why a sign-up or a password was refused. No variant holds a password.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AuthError {
    /// bcrypt reads no more than 72 bytes; a longer password is refused and never cut.
    #[error(
        "a password has at most 72 bytes, this one has {0}; take a shorter one (letters beyond ASCII count 2 to 4)"
    )]
    PasswordTooLong(usize),
    /// There is no password.
    #[error("a password can't be empty")]
    PasswordEmpty,
    /// The work factor isn't one of bcrypt's.
    #[error("a bcrypt cost is 4 to 31, not {0}")]
    Cost(u32),
    /// The stored hash can't be read; `users_hashed_password_bcrypt` lets none such in.
    #[error("the stored password hash can't be read")]
    UnreadableHash,
    /// The system gave no random bytes for the salt.
    #[error("no password can be hashed: the system gives no random bytes")]
    NoRandomness,
    /// The username is taken (`users_username_key`); deleted users keep theirs.
    #[error("the username {0} is taken")]
    UsernameTaken(String),
    /// The e-mail address belongs to another user (`users_email_key`).
    #[error("the e-mail address {0} is taken")]
    EmailTaken(String),
    /// The username is blank or has an @ (`users_username_not_blank`, `users_username_no_address`).
    #[error("{0:?} can't be a username: it can't be blank and can't contain @")]
    UsernameInvalid(String),
    /// The e-mail address has no @ or has spaces (`users_email_shape`).
    #[error("{0:?} isn't an e-mail address")]
    EmailInvalid(String),
    /// The full name is blank (`users_full_name_not_blank`).
    #[error("a full name can't be blank")]
    FullNameBlank,
    /// Anything else the database said.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Transient for AuthError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_transient())
    }
}

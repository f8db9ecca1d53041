use thiserror::Error;

use crate::database::Transient;

/// Why a sign-up, a sign-in or a password was refused. No variant holds a password, a token or a code.
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
    /// The system gave no random bytes for a salt, a token or a code.
    #[error("nothing secret can be made: the system gives no random bytes")]
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
    /// Nobody who can sign in has this name and password. Which of the two is wrong isn't said, nor whether the user
    /// is deleted or locked.
    #[error("nobody can sign in with this name and this password; check both")]
    WrongCredentials,
    /// The password that was given for a change isn't the present one.
    #[error("this isn't the present password, and nothing was changed")]
    WrongPassword,
    /// No live session has this token.
    #[error("not signed in: the session has ended or its code isn't confirmed; sign in again")]
    NotSignedIn,
    /// The code is wrong, and was counted.
    #[error("this isn't the code; {attempts_left} more attempts are left")]
    CodeWrong {
        /// How many more codes can be given; at 0 the session is dead.
        attempts_left: i32,
    },
    /// The session takes no code: there is none with this token, it has expired, had too many wrong codes, or is
    /// confirmed. The code wasn't judged.
    #[error(
        "this session takes no code: it has expired, had too many wrong ones, or is confirmed; sign in again"
    )]
    CodeRefused,
    /// A code was given inside a transaction, whose end might take the counting back.
    #[error(
        "a code can't be given inside a transaction: its rollback would forget a wrong one; commit first"
    )]
    InsideTransaction,
    /// The stored code belongs to another key or another session.
    #[error(
        "the session's code can't be encrypted or read; give the LEDGERSTORE_OTP_KEY that the session began with"
    )]
    Cipher,
    /// A session or its code would be over before it begins, or would last for ever.
    #[error(
        "a session and its code last longer than no time and shorter than for ever; give other lifetimes"
    )]
    Lifetime,
    /// There is no such user.
    #[error("there is no such user")]
    UserNotFound,
    /// The user is deleted already.
    #[error("the user is deleted already")]
    AlreadyDeleted,
    /// The user isn't deleted.
    #[error("the user isn't deleted: there is nothing to restore")]
    NotDeleted,
    /// The house can't be deleted and has no password (`users_keep_house`).
    #[error(
        "the house can't be deleted and nobody signs in as it: its accounts are where money enters and leaves"
    )]
    House,
    /// Anything else the database said.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Transient for AuthError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_transient())
    }
}

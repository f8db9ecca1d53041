//! People: signing up and in, passwords, sessions and their one-time codes.
//!
//! A sign-in has two steps: [`sign_in`] checks name and password and gives a token for the cookie and a one-time code
//! for the user's channel; [`confirm_otp`] takes the code back. From then on [`authenticate`] knows the token.

mod authenticate;
mod change_password;
mod code;
mod confirm;
mod delete;
mod error;
pub(crate) mod hex;
mod key;
#[cfg(feature = "local")]
mod key_file;
mod password;
mod random;
mod sign_in;
mod sign_up;
mod token;

pub use authenticate::{authenticate, purge_expired, sign_out};
pub use change_password::{PasswordChange, change_password, set_password};
pub use code::{InvalidCode, OtpCode};
pub use confirm::{confirm_otp, mark_otp_sent};
pub use delete::{delete_user, restore_user};
pub use error::AuthError;
pub use key::{OtpKey, OtpKeyError};
pub use password::{DEFAULT_COST, MAX_PASSWORD_BYTES, hash_password, verify_password};
pub use sign_in::{SignIn, sign_in};
pub use sign_up::{SignUp, sign_up};
pub use token::{InvalidToken, SessionToken};

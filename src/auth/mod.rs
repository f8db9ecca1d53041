//! People: their passwords and signing up.

mod error;
mod password;
mod sign_up;

pub use error::AuthError;
pub use password::{DEFAULT_COST, MAX_PASSWORD_BYTES, hash_password, verify_password};
pub use sign_up::{SignUp, sign_up};

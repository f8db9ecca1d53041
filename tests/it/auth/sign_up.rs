use ledgerstore::auth::{self, AuthError, SignUp, verify_password};
use ledgerstore::models::User;

use super::{PASSWORD, anna};
use crate::support::TestDb;

#[test]
fn signing_up_keeps_only_a_hash() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    let stored = User::get(conn, user.id).unwrap();
    assert!(verify_password(PASSWORD, &stored.hashed_password).unwrap());
    assert!(!verify_password("something else", &stored.hashed_password).unwrap());
    assert_eq!(SignUp::new("a", "b", "c", "d").cost, auth::DEFAULT_COST);
}

#[test]
fn what_is_taken_or_wrong_is_named() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    auth::sign_up(conn, &anna()).unwrap();
    let mut refused = |who: SignUp<'_>| auth::sign_up(conn, &who).unwrap_err();
    let ben = SignUp { username: "ben", email: "ben@example.com", ..anna() };
    assert!(
        matches!(refused(SignUp { username: "anna", ..ben }), AuthError::UsernameTaken(name) if name == "anna")
    );
    let taken = SignUp { email: "anna@example.COM", ..ben };
    assert!(matches!(refused(taken), AuthError::EmailTaken(email) if email == "anna@example.COM"));
    for username in ["", "  ", "ben@example.com"] {
        assert!(
            matches!(refused(SignUp { username, ..ben }), AuthError::UsernameInvalid(name) if name == username)
        );
    }
    for email in ["", "ben", "b en@example.com", "ben@"] {
        assert!(matches!(refused(SignUp { email, ..ben }), AuthError::EmailInvalid(text) if text == email));
    }
    assert!(matches!(refused(SignUp { full_name: " ", ..ben }), AuthError::FullNameBlank));
    let long = "x".repeat(73);
    assert!(matches!(refused(SignUp { password: &long, ..ben }), AuthError::PasswordTooLong(73)));
    assert!(matches!(refused(SignUp { password: "", ..ben }), AuthError::PasswordEmpty));
    assert!(matches!(refused(SignUp { cost: 3, ..ben }), AuthError::Cost(3)));
}

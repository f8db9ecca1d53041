use ledgerstore::auth::{self, AuthError, SignUp};
use ledgerstore::models::User;

use super::{PASSWORD, anna, is_signed_in, key, signed_in, with_password};
use crate::support::TestDb;

#[test]
fn a_deleted_users_address_is_free_and_the_name_is_not() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    assert!(auth::delete_user(conn, user.id).unwrap().deleted_at.is_some());
    assert!(matches!(auth::delete_user(conn, user.id), Err(AuthError::AlreadyDeleted)));
    let taken = SignUp { email: "other@example.com", ..anna() };
    assert!(matches!(auth::sign_up(conn, &taken), Err(AuthError::UsernameTaken(name)) if name == "anna"));
    let heir = SignUp { username: "anna2", password: "heir's", ..anna() };
    let heir = auth::sign_up(conn, &heir).unwrap();
    let restored = auth::restore_user(conn, user.id);
    assert!(matches!(restored, Err(AuthError::EmailTaken(email)) if email == user.email));
    assert!(matches!(
        auth::sign_in(conn, &key(), &with_password(&user.email, PASSWORD)),
        Err(AuthError::WrongCredentials)
    ));
    auth::sign_in(conn, &key(), &with_password(&user.email, "heir's")).unwrap();
    assert!(matches!(auth::restore_user(conn, heir.id), Err(AuthError::NotDeleted)));
}

#[test]
fn sessions_end_with_a_deletion_and_do_not_come_back() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let user = auth::sign_up(conn, &anna()).unwrap();
    let token = signed_in(conn);
    auth::delete_user(conn, user.id).unwrap();
    assert!(!is_signed_in(conn, &token));
    assert_eq!(auth::restore_user(conn, user.id).unwrap().deleted_at, None);
    assert!(!is_signed_in(conn, &token));
    let token = signed_in(conn);
    assert!(is_signed_in(conn, &token));
}

#[test]
fn the_house_and_nobody_are_not_deleted() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let house = User::find_by_username(conn, "house").unwrap().unwrap();
    assert!(matches!(auth::delete_user(conn, house.id), Err(AuthError::House)));
    let nobody = "999".parse().unwrap();
    assert!(matches!(auth::delete_user(conn, nobody), Err(AuthError::UserNotFound)));
    assert!(matches!(auth::restore_user(conn, nobody), Err(AuthError::UserNotFound)));
}

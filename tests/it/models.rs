use chrono::{Duration, Utc};
use ledgerstore::models::{
    Account, AccountFilter, NewOrder, NewSession, Order, OrderFilter, Product, ProductFilter, Session, User,
    UserChanges, UserFilter,
};
use ledgerstore::types::{Currency, OrderStatus, PasswordHash};

use crate::support::{TestDb, account, product, user};

#[test]
fn users_are_changed_by_the_version_that_was_seen() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    account(conn, "anna", Currency::EUR);
    let renamed = UserChanges { username: Some("anna.berg".to_owned()), ..UserChanges::default() };
    let changed = User::update(conn, anna.id, anna.version, &renamed).unwrap().unwrap();
    assert_eq!((changed.username.as_str(), changed.version), ("anna.berg", anna.version + 1));
    assert!(changed.updated_at > anna.updated_at);
    assert!(Account::find_by_owner(conn, "anna.berg", Currency::EUR).unwrap().is_some(), "accounts follow");
    assert_eq!(User::update(conn, anna.id, anna.version, &renamed).unwrap(), None);
    let nothing = User::update(conn, anna.id, changed.version, &UserChanges::default()).unwrap();
    assert_eq!(nothing, Some(changed));
}

#[test]
fn deleting_a_user_frees_the_address_but_not_the_name() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let deleted = User::soft_delete(conn, anna.id).unwrap().unwrap();
    assert!(deleted.deleted_at.is_some());
    assert_eq!(User::soft_delete(conn, anna.id).unwrap(), None);
    assert_eq!(User::find_by_email(conn, &anna.email).unwrap(), None);
    assert_eq!(User::find_by_username(conn, "anna").unwrap().map(|user| user.id), Some(anna.id));
    let names = |conn: &mut _, filter| -> Vec<String> {
        User::list(conn, filter, None, 10).unwrap().into_iter().map(|user| user.username).collect()
    };
    assert_eq!(names(conn, UserFilter::Active), ["house"]);
    assert_eq!(names(conn, UserFilter::Deleted), ["anna"]);
    assert_eq!(names(conn, UserFilter::All), ["house", "anna"]);
    assert_eq!(User::restore(conn, anna.id).unwrap().unwrap().deleted_at, None);
    assert_eq!(User::restore(conn, anna.id).unwrap(), None);
    assert!(User::find_by_email(conn, "ANNA@EXAMPLE.COM").unwrap().is_some());
}

#[test]
fn a_new_password_moves_its_time() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let changed = User::update_password(conn, anna.id, &PasswordHash::locked()).unwrap();
    assert!(changed.password_changed_at > anna.password_changed_at);
}

#[test]
fn lists_go_on_behind_a_key() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    for name in ["a", "b", "c"] {
        account(conn, name, Currency::EUR);
        account(conn, name, Currency::JPY);
        product(conn, name, 1_00, if name == "b" { 0 } else { 5 });
    }
    let yen = AccountFilter { currency: Some(Currency::JPY), owner: None };
    let first = Account::list(conn, &yen, None, 2).unwrap();
    let rest = Account::list(conn, &yen, Some(first[1].id), 2).unwrap();
    let owners: Vec<_> = first.iter().chain(&rest).map(|account| account.owner.as_str()).collect();
    assert_eq!(owners, ["a", "b", "c"]);
    let of_b = AccountFilter { owner: Some("b".to_owned()), currency: None };
    assert_eq!(Account::list(conn, &of_b, None, 10).unwrap().len(), 2);
    let skus = |conn: &mut _, filter| -> Vec<String> {
        Product::list(conn, &filter, None, 10).unwrap().into_iter().map(|product| product.sku).collect()
    };
    assert_eq!(skus(conn, ProductFilter { available: true, ..ProductFilter::default() }), ["a", "c"]);
    assert_eq!(skus(conn, ProductFilter { below: Some(5), ..ProductFilter::default() }), ["b"]);
}

#[test]
fn orders_list_from_the_newest() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (user(conn, "anna"), user(conn, "ben"));
    for buyer in [&anna, &ben, &anna, &anna] {
        let order = NewOrder { user_id: buyer.id, currency: Currency::EUR, order_number: None };
        Order::insert(conn, &order).unwrap();
    }
    let of_anna = OrderFilter { user: Some(anna.id), status: Some(OrderStatus::Pending) };
    let first = Order::list(conn, &of_anna, None, 2).unwrap();
    let rest = Order::list(conn, &of_anna, Some((first[1].created_at, first[1].id)), 2).unwrap();
    let ids: Vec<_> = first.iter().chain(&rest).map(|order| order.id.get()).collect();
    assert_eq!(ids, [4, 3, 1]);
    let shipped = OrderFilter { user: None, status: Some(OrderStatus::Shipped) };
    assert!(Order::list(conn, &shipped, None, 2).unwrap().is_empty());
    let own = NewOrder { user_id: ben.id, currency: Currency::EUR, order_number: Some("2026-1") };
    let own = Order::insert(conn, &own).unwrap();
    assert_eq!(Order::find_by_number(conn, "2026-1").unwrap(), Some(own));
}

#[test]
fn sessions_are_found_until_they_expire_and_go_with_their_user() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let mut start = |byte: u8, expires_at| {
        let verifier = [byte; 32];
        let session = NewSession {
            user_id: anna.id,
            session_verifier: &verifier,
            otp_code_encrypted: &[1],
            otp_code_expires_at: expires_at,
            expires_at,
        };
        Session::insert(conn, &session).unwrap()
    };
    let live = start(1, Utc::now() + Duration::hours(1));
    let brief = start(2, Utc::now() + Duration::milliseconds(300));
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(Session::find_by_verifier(conn, &[1; 32]).unwrap(), Some(live.clone()));
    assert_eq!(Session::find_by_verifier(conn, &[2; 32]).unwrap(), None);
    assert_eq!(Session::list(conn, Some(anna.id), None, 10).unwrap().len(), 2);
    assert_eq!(Session::delete_expired(conn).unwrap(), 1);
    assert_eq!(Session::find(conn, brief.id).unwrap(), None);
    assert!(!format!("{live:?}").contains("verifier"));
    assert!(Session::delete(conn, live.id).unwrap());
    assert!(!Session::delete(conn, live.id).unwrap());
}

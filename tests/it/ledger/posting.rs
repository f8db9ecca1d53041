use diesel::connection::SimpleConnection;
use ledgerstore::database::transaction;
use ledgerstore::ledger::{self, LedgerError, NewAccount, NewTransfer, Reference};
use ledgerstore::models::{Entry, Transfer};
use ledgerstore::types::{AccountId, Currency};

use super::{balance, eur};
use crate::support::{TestDb, account, funded, house};

#[test]
fn a_transfer_moves_money_and_writes_both_entries() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 100_00), account(conn, "ben", Currency::EUR));
    let posted = ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(12_50))).unwrap();
    assert!(!posted.replayed);
    assert_eq!((balance(conn, anna.id), balance(conn, ben.id)), (87_50, 12_50));
    let entries = Entry::of_transfer(conn, posted.id).unwrap();
    let sides: Vec<_> =
        entries.iter().map(|e| (e.account_id, e.amount, e.balance_after, e.account_version)).collect();
    assert_eq!(sides, [(anna.id, -12_50, 87_50, 2), (ben.id, 12_50, 12_50, 1)]);
    assert!(entries.iter().all(|e| e.created_at == posted.created_at));
}

#[test]
fn refusals_have_names_and_change_nothing() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let yen = account(conn, "ben", Currency::JPY);
    let nobody = AccountId::new(999);
    let mut refused =
        |from, to, amount| ledger::transfer(conn, &NewTransfer::new(from, to, amount)).unwrap_err();

    assert!(matches!(
        refused(anna.id, ben.id, eur(10_01)),
        LedgerError::InsufficientFunds { account, available, requested }
            if account == anna.id && available == eur(10_00) && requested == eur(10_01)
    ));
    assert!(matches!(refused(anna.id, nobody, eur(1)), LedgerError::AccountNotFound(id) if id == nobody));
    assert!(matches!(refused(nobody, ben.id, eur(1)), LedgerError::AccountNotFound(id) if id == nobody));
    assert!(matches!(
        refused(anna.id, yen.id, eur(1)),
        LedgerError::CurrencyMismatch { account, held: Currency::JPY, requested: Currency::EUR } if account == yen.id
    ));
    assert!(matches!(refused(anna.id, anna.id, eur(1)), LedgerError::SameAccount(id) if id == anna.id));
    for cents in [0, -1, i64::MIN, (1 << 62) + 1, i64::MAX] {
        assert!(
            matches!(refused(anna.id, ben.id, eur(cents)), LedgerError::AmountOutOfRange(m) if m == eur(cents))
        );
    }
    assert_eq!((balance(conn, anna.id), balance(conn, ben.id)), (10_00, 0));
    assert_eq!(Transfer::list(conn, &Default::default(), None, 10).unwrap().len(), 1, "only the deposit");
}

#[test]
fn a_balance_stays_in_range() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = account(conn, "anna", Currency::EUR);
    ledger::deposit(conn, anna.id, eur(1 << 62), &Reference::new()).unwrap();
    let refused = ledger::deposit(conn, anna.id, eur(1), &Reference::new()).unwrap_err();
    assert!(matches!(refused, LedgerError::BalanceOutOfRange), "{refused}");
}

#[test]
fn a_key_posts_once_and_only_for_its_own_request() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let lunch = NewTransfer::new(anna.id, ben.id, eur(3_00)).idempotency_key("lunch").description("Lunch");
    let first = ledger::transfer(conn, &lunch).unwrap();
    let again = ledger::transfer(conn, &lunch).unwrap();
    assert_eq!((first.id, first.replayed, again.id, again.replayed), (again.id, false, first.id, true));
    let different = [
        NewTransfer::new(anna.id, ben.id, eur(3_01)).description("Lunch"),
        NewTransfer::new(ben.id, anna.id, eur(3_00)).description("Lunch"),
        NewTransfer::new(anna.id, ben.id, eur(3_00)).description("Dinner"),
    ];
    for request in different {
        let refused = ledger::transfer(conn, &request.idempotency_key("lunch")).unwrap_err();
        assert!(matches!(refused, LedgerError::IdempotencyKeyReused(id) if id == first.id), "{refused}");
    }
    assert_eq!(balance(conn, ben.id), 3_00);
}

#[test]
fn keys_and_descriptions_have_a_length() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let mut refused = |transfer| ledger::transfer(conn, &transfer).unwrap_err();
    let one = || NewTransfer::new(anna.id, ben.id, eur(1));
    assert!(matches!(refused(one().idempotency_key("")), LedgerError::IdempotencyKeyLength));
    assert!(matches!(refused(one().idempotency_key("k".repeat(256))), LedgerError::IdempotencyKeyLength));
    assert!(matches!(refused(one().description("")), LedgerError::DescriptionLength));
    assert!(matches!(refused(one().description("d".repeat(1001))), LedgerError::DescriptionLength));
}

#[test]
fn a_refused_transfer_leaves_the_callers_transaction_usable() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    transaction(conn, |conn| {
        let refused = ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(11_00)));
        assert!(matches!(refused, Err(LedgerError::InsufficientFunds { .. })));
        ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(9_00)))
    })
    .unwrap();
    assert_eq!(balance(conn, ben.id), 9_00);
}

#[test]
fn deposits_and_withdrawals_go_through_the_house() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = funded(conn, "anna", 10_00);
    ledger::withdraw(conn, anna.id, eur(4_00), &Reference::new().idempotency_key("cash")).unwrap();
    assert!(
        ledger::withdraw(conn, anna.id, eur(4_00), &Reference::new().idempotency_key("cash"))
            .unwrap()
            .replayed
    );
    assert_eq!((balance(conn, anna.id), house(conn).balance), (6_00, -6_00));
    let totals = ledger::trial_balance(conn).unwrap();
    assert_eq!(totals.len(), 1);
    assert!(totals[0].balances() && totals[0].credit == 600);
}

#[test]
fn accounts_open_and_close_by_the_rules() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = funded(conn, "anna", 1);
    let again = ledger::open_account(conn, &NewAccount::new("anna", Currency::EUR)).unwrap_err();
    assert!(
        matches!(again, LedgerError::AccountExists { owner, currency: Currency::EUR } if owner == "anna")
    );
    let nobody = ledger::open_account(conn, &NewAccount::new("nobody", Currency::EUR)).unwrap_err();
    assert!(matches!(nobody, LedgerError::OwnerNotFound(name) if name == "nobody"));
    let unlimited = NewAccount { owner: "anna", currency: Currency::USD, overdraft_limit: None };
    assert!(matches!(ledger::open_account(conn, &unlimited), Err(LedgerError::UnlimitedOnlyForHouse)));
    let negative = NewAccount::new("anna", Currency::USD).overdraft_limit(-1);
    assert!(matches!(ledger::open_account(conn, &negative), Err(LedgerError::OverdraftLimitRange)));

    let full = ledger::close_account(conn, anna.id).unwrap_err();
    assert!(matches!(full, LedgerError::AccountNotEmpty { balance, .. } if balance == eur(1)));
    ledger::withdraw(conn, anna.id, eur(1), &Reference::new()).unwrap();
    assert!(ledger::close_account(conn, anna.id).unwrap().closed_at.is_some());
    assert!(
        matches!(ledger::close_account(conn, anna.id), Err(LedgerError::AccountClosed(id)) if id == anna.id)
    );
    let closed = ledger::deposit(conn, anna.id, eur(1), &Reference::new()).unwrap_err();
    assert!(matches!(closed, LedgerError::AccountClosed(id) if id == anna.id), "{closed}");
    let missing = AccountId::new(999);
    assert!(
        matches!(ledger::close_account(conn, missing), Err(LedgerError::AccountNotFound(id)) if id == missing)
    );
}

#[test]
fn an_overdraft_is_allowed_to_its_limit_and_no_further() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 1_00), account(conn, "ben", Currency::EUR));
    ledger::set_overdraft_limit(conn, anna.id, Some(5_00)).unwrap();
    ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(6_00))).unwrap();
    assert_eq!(balance(conn, anna.id), -5_00);
    assert!(matches!(
        ledger::transfer(conn, &NewTransfer::new(anna.id, ben.id, eur(1))),
        Err(LedgerError::InsufficientFunds { available, .. }) if available == eur(0)
    ));
    let lower = ledger::set_overdraft_limit(conn, anna.id, Some(4_99)).unwrap_err();
    assert!(matches!(lower, LedgerError::OverdrawnBeyondLimit { balance, .. } if balance == eur(-5_00)));
    assert!(matches!(
        ledger::set_overdraft_limit(conn, anna.id, None),
        Err(LedgerError::UnlimitedOnlyForHouse)
    ));
    assert!(matches!(
        ledger::set_overdraft_limit(conn, AccountId::new(999), Some(1)),
        Err(LedgerError::AccountNotFound(_))
    ));
}

#[test]
fn a_batch_is_posted_as_its_rows_one_after_another() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (funded(conn, "anna", 10_00), account(conn, "ben", Currency::EUR));
    let insert = |rows: &str| {
        format!("INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES {rows}")
    };
    let (a, b) = (anna.id, ben.id);
    // In the middle anna would stand at -5.00, although the last row would make it good.
    let middle = insert(&format!("({a}, {b}, 'EUR', 1500), ({b}, {a}, 'EUR', 1500)"));
    assert_eq!(crate::support::raw_error(conn, &middle), "accounts_balance_within_overdraft");
    conn.batch_execute(&insert(&format!(
        "({a}, {b}, 'EUR', 600), ({b}, {a}, 'EUR', 100), ({a}, {b}, 'EUR', 500)"
    )))
    .unwrap();
    let history: Vec<_> = Entry::list(conn, a, None, 10)
        .unwrap()
        .iter()
        .map(|e| (e.account_version, e.amount, e.balance_after))
        .collect();
    assert_eq!(history, [(4, -500, 0), (3, 100, 500), (2, -600, 400), (1, 1000, 1000)]);
    assert_eq!(balance(conn, b), 10_00);
}

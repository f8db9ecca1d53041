//! Seeded worlds: the same everywhere, whole, and by the rules.

use std::num::NonZeroUsize;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::admin::audit::audit;
use ledgerstore::admin::progress::Progress;
use ledgerstore::admin::seed::{PASSWORD, SeedError, SeedOptions, SeedReport, Statement, seed, statements};
use ledgerstore::auth::verify_password;
use ledgerstore::database::migrations;
use ledgerstore::ledger::{self, NewAccount, Reference};
use ledgerstore::models::{Transfer, User, UserFilter};
use ledgerstore::shop::{self, Line, NewProduct};
use ledgerstore::types::{Currency, Money, OrderId, OrderStatus, UserId};
use sha2::{Digest, Sha256};

use crate::support::{TestDb, catalog, differences, lines, rows, user};

/// Every row of every table at scale 0.01 and seed 1. Who changes what is seeded changes it on purpose, and says so in the
/// change log.
const GOLDEN: &str = "e90684be1ade863f93b386261d1f01bdc235af72627fa0acdbbe41f706e4a0cd";

fn options(seed: u64) -> SeedOptions {
    let jobs = NonZeroUsize::new(2).unwrap();
    SeedOptions { scale: "0.01".parse().unwrap(), seed, jobs, reset: false }
}

fn make(conn: &mut PgConnection, options: &SeedOptions) -> Result<SeedReport, SeedError> {
    seed(conn, options, &mut ())
}

fn digest(conn: &mut PgConnection) -> String {
    conn.batch_execute("SET TimeZone = 'UTC'; SET bytea_output = hex").unwrap();
    let rows = rows(conn);
    assert!(rows.len() == 9 && rows.values().all(|held| !held.is_empty()), "{:?}", rows.keys());
    let mut hash = Sha256::new();
    for (table, held) in rows {
        hash.update(&table);
        held.iter().for_each(|row| hash.update(row));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn count(conn: &mut PgConnection, what: &str) -> u64 {
    let counted = lines(conn, &format!("SELECT count(*)::TEXT AS line FROM {what}"));
    counted[0].parse().unwrap()
}

fn assert_sound(conn: &mut PgConnection) {
    let outcomes = audit(conn, &[], &mut ()).unwrap();
    assert!(!outcomes.is_empty());
    assert!(outcomes.iter().all(|o| o.findings.is_empty()), "{outcomes:#?}");
    let looked_at_nothing: Vec<_> = outcomes.iter().filter(|o| o.checked == 0).map(|o| o.name).collect();
    assert_eq!(looked_at_nothing, ["exchanges-through-house"], "nobody changes money in this world");
}

#[test]
fn the_same_seed_makes_the_same_rows_with_any_number_of_jobs() {
    for jobs in [1, 4] {
        let db = TestDb::new();
        let conn = &mut db.conn();
        make(conn, &SeedOptions { jobs: NonZeroUsize::new(jobs).unwrap(), ..options(1) }).unwrap();
        assert_eq!(digest(conn), GOLDEN, "with {jobs} jobs");
        assert_sound(conn);
    }
}

/// Many stretches of the year, which a tiny world hasn't.
#[test]
fn a_larger_world_is_the_same_with_any_number_of_jobs() {
    let generated = |jobs| {
        let jobs = NonZeroUsize::new(jobs).unwrap();
        let (mut hash, mut count) = (Sha256::new(), 0);
        let take = |_, statements: Vec<Statement>| -> Result<(), SeedError> {
            count += statements.len();
            statements.iter().for_each(|statement| hash.update(format!("{statement:?}")));
            Ok(())
        };
        statements(&SeedOptions { scale: "0.3".parse().unwrap(), jobs, ..options(1) }, take).unwrap();
        (count, hash.finalize())
    };
    let one = generated(1);
    assert!(one.0 > 50, "{}", one.0);
    assert_eq!(one, generated(4));
}

#[test]
fn another_seed_makes_another_world() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    make(conn, &options(2)).unwrap();
    assert_ne!(digest(conn), GOLDEN);
    assert_sound(conn);
}

/// Asks a job to stop once it has asked so many times.
struct StopAfter {
    asked: std::cell::Cell<u32>,
    times: u32,
}

impl Progress for StopAfter {
    fn begin(&mut self, _step: &str, _total: Option<u64>) {}
    fn advance(&mut self, _units: u64) {}
    fn end(&mut self) {}
    fn stop_requested(&self) -> bool {
        self.asked.set(self.asked.get() + 1);
        self.asked.get() > self.times
    }
}

#[test]
fn an_attempt_that_was_broken_off_leaves_no_trace() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let before = rows(conn);
    let interrupted = seed(conn, &options(1), &mut StopAfter { asked: 0.into(), times: 20 });
    assert!(matches!(interrupted, Err(SeedError::Interrupted)), "{interrupted:?}");
    assert_eq!(rows(conn), before);
    make(conn, &options(1)).unwrap();
    assert_eq!(digest(conn), GOLDEN, "the numbers that were given in vain are given again");
}

#[test]
fn everything_is_there_and_counted() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let report = make(conn, &options(3)).unwrap();
    let counted = [
        (report.users, "users WHERE username <> 'house'"),
        (report.accounts, "accounts WHERE owner <> 'house'"),
        (report.transfers, "transfers"),
        (report.products, "products"),
        (report.orders, "orders"),
        (report.sessions, "sessions"),
    ];
    for (reported, what) in counted {
        assert_eq!(reported, count(conn, what), "{what}");
    }
    for status in OrderStatus::ALL {
        assert!(count(conn, &format!("orders WHERE status = '{status}'")) > 0, "no order is {status}");
    }
    for what in [
        "users WHERE deleted_at IS NOT NULL",
        "accounts WHERE overdraft_limit > 0",
        "products WHERE stock_quantity < 5",
        "transfers WHERE reverses_id IS NOT NULL AND description LIKE 'Reversal%'",
        "transfers WHERE description = 'Salary'",
        "orders WHERE payment_transfer_id IS NOT NULL AND status = 'cancelled'",
        "orders o JOIN transfers r ON r.reverses_id = o.payment_transfer_id WHERE o.status = 'delivered'",
        "sessions WHERE otp_code_confirmed AND expires_at > now()",
        "sessions WHERE otp_code_confirmed AND expires_at < now()",
        "sessions WHERE NOT otp_code_confirmed AND otp_code_attempts = 0 AND otp_code_expires_at > now()",
        "sessions WHERE NOT otp_code_confirmed AND otp_code_expires_at < now()",
        "sessions WHERE otp_code_attempts BETWEEN 1 AND 4",
        "sessions WHERE otp_code_attempts = 5",
        "sessions WHERE NOT otp_code_sent",
    ] {
        assert!(count(conn, what) > 0, "none of {what}");
    }
    assert_eq!(count(conn, "(SELECT DISTINCT currency FROM accounts) c"), 6);
}

#[test]
fn times_follow_each_other_and_none_is_of_today() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    make(conn, &options(4)).unwrap();
    for wrong in [
        "transfers t JOIN transfers o ON o.id < t.id AND o.created_at > t.created_at",
        "entries e JOIN transfers t ON t.id = e.transfer_id WHERE e.created_at <> t.created_at",
        "orders o JOIN users u ON u.id = o.user_id WHERE o.created_at < u.created_at",
        "orders o JOIN transfers t ON t.id = o.payment_transfer_id WHERE NOT t.created_at BETWEEN o.created_at AND o.updated_at",
        "accounts a JOIN users u ON u.username = a.owner WHERE a.created_at < u.created_at",
        "accounts WHERE last_posted_at < created_at",
        "sessions s JOIN users u ON u.id = s.user_id WHERE s.created_at < u.created_at OR u.deleted_at IS NOT NULL",
        "stock_movements a JOIN stock_movements b USING (product_id) WHERE a.number < b.number AND a.created_at > b.created_at",
        "products p JOIN stock_movements m ON m.product_id = p.id WHERE p.updated_at < m.created_at",
        "stock_movements m JOIN orders o ON o.id = m.order_id WHERE m.created_at < o.created_at",
    ] {
        assert_eq!(count(conn, wrong), 0, "{wrong}");
    }
    assert_eq!(count(conn, "orders WHERE updated_at > '2026-01-15'"), 0);
    assert_eq!(count(conn, "stock_movements WHERE created_at > '2026-01-01'"), 0);
}

#[test]
fn a_seeded_database_goes_on_from_there() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    make(conn, &options(1)).unwrap();
    let last = count(conn, "transfers");
    let carla = user(conn, "carla");
    let account = ledger::open_account(conn, &NewAccount::new("carla", Currency::EUR)).unwrap();
    let posted =
        ledger::deposit(conn, account.id, Money::new(100_00, Currency::EUR), &Reference::new()).unwrap();
    assert_eq!(posted.id.to_string(), (last + 1).to_string());
    let tea = NewProduct::new("TEA", "Tea", Money::new(5_00, Currency::EUR), 9).unwrap();
    let tea = shop::add_product(conn, &tea).unwrap();
    let order = shop::place_order(conn, carla.id, &[Line::new(tea.id, 1)]).unwrap().order;
    assert_eq!(order.order_number, "ORD-000000000051");
    // One that was seeded is paid by the same key as the shop's own.
    let pending = lines(conn, "SELECT min(id)::TEXT AS line FROM orders WHERE status = 'pending'");
    shop::pay(conn, OrderId::new(pending[0].parse().unwrap())).unwrap();
    let first = User::get(conn, UserId::new(2)).unwrap();
    assert!(verify_password(PASSWORD, &first.hashed_password).unwrap());
    assert_sound(conn);
}

#[test]
fn seeding_again_does_nothing_and_another_world_is_refused() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let first = make(conn, &options(1)).unwrap();
    let again = make(conn, &options(1)).unwrap();
    assert_eq!(again, SeedReport { already_there: true, ..first });
    assert!(matches!(make(conn, &options(2)), Err(SeedError::OtherWorld { seed: 1, .. })));
    let larger = SeedOptions { scale: "0.02".parse().unwrap(), ..options(1) };
    assert!(matches!(make(conn, &larger), Err(SeedError::OtherWorld { seed: 1, .. })));
    assert_eq!(digest(conn), GOLDEN);
}

#[test]
fn other_data_is_left_alone_unless_it_is_to_be_destroyed() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    user(conn, "somebody");
    let before = rows(conn);
    assert!(matches!(make(conn, &options(1)), Err(SeedError::NotEmpty)));
    assert_eq!(rows(conn), before);

    // A reset that fails on its way takes nothing away.
    let reset = SeedOptions { reset: true, ..options(1) };
    assert!(matches!(
        seed(conn, &reset, &mut StopAfter { asked: 0.into(), times: 0 }),
        Err(SeedError::Interrupted)
    ));
    assert_eq!(rows(conn), before);
    make(conn, &reset).unwrap();
    assert_eq!(digest(conn), GOLDEN);
    assert_eq!(User::list(conn, UserFilter::All, None, 100).unwrap().len(), 11);
    migrations::check(conn).unwrap();
    assert_eq!(differences(&catalog(&mut TestDb::new().conn()), &catalog(conn)), [""; 0]);
    // What migrations set for their transaction ends with it, and the next reset is as good.
    make(conn, &reset).unwrap();
    assert_eq!(digest(conn), GOLDEN);
}

#[test]
fn two_at_once_make_one_world() {
    let db = TestDb::new();
    let made = std::thread::scope(|scope| {
        let one = || make(&mut db.conn(), &options(1)).unwrap().already_there;
        let (first, second) = (scope.spawn(one), scope.spawn(one));
        [first.join().unwrap(), second.join().unwrap()]
    });
    assert!(made.contains(&true) && made.contains(&false), "{made:?}");
    let conn = &mut db.conn();
    assert_eq!(digest(conn), GOLDEN);
    assert_eq!(
        Transfer::find_by_idempotency_key(conn, "seed:1:0.01:first-deposit").unwrap().unwrap().id.to_string(),
        "1"
    );
}

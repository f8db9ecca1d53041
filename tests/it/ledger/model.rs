//! Random operations on the real ledger beside a simple model of it in memory: both must come to the same.

use std::collections::HashMap;

use diesel::PgConnection;
use ledgerstore::ledger::{self, LedgerError, NewAccount, NewTransfer, Posted};
use ledgerstore::models::{Account, Transfer};
use ledgerstore::types::{AccountId, Currency, TransferId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::eur;
use super::invariants::assert_books_are_right;
use crate::support::{TestDb, house, user};

/// Runs × the most operations of each; at least 10,000 are done in all, which is asserted.
const RUNS: u32 = 110;
const OPERATIONS: usize = 130;

/// Accounts are chosen by a number that may be one too large: then there is no such account.
#[derive(Debug, Clone)]
enum Operation {
    Open,
    Transfer(Request),
    Batch { requests: Vec<Request>, all_or_nothing: bool },
    Reverse { which: usize, part: Option<i64> },
    SetLimit { account: usize, limit: i64 },
    Close { account: usize },
}

#[derive(Debug, Clone)]
struct Request {
    from: usize,
    to: usize,
    cents: i64,
    key: Option<u8>,
    expected_version: Option<i64>,
}

fn request() -> impl Strategy<Value = Request> {
    let cents = prop_oneof![8 => 1..200_i64, 1 => -1..1_i64];
    let key = proptest::option::weighted(0.3, 0..12_u8);
    let version = proptest::option::weighted(0.1, 0..6_i64);
    (0..7_usize, 0..7_usize, cents, key, version).prop_map(|(from, to, cents, key, expected_version)| {
        Request { from, to, cents, key, expected_version }
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        2 => Just(Operation::Open),
        10 => request().prop_map(Operation::Transfer),
        4 => (proptest::collection::vec(request(), 0..8), any::<bool>())
            .prop_map(|(requests, all_or_nothing)| Operation::Batch { requests, all_or_nothing }),
        3 => (0..40_usize, proptest::option::of(0..120_i64)).prop_map(|(which, part)| Operation::Reverse { which, part }),
        1 => (0..7_usize, -1..300_i64).prop_map(|(account, limit)| Operation::SetLimit { account, limit }),
        1 => (0..7_usize).prop_map(|account| Operation::Close { account }),
    ]
}

#[test]
fn the_ledger_does_what_the_model_does() {
    let done = std::cell::Cell::new(0);
    // Failures are told with the operations that led there; nothing is written next to the test.
    let config =
        Config { cases: RUNS, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new(config)
        .run(&proptest::collection::vec(operation(), OPERATIONS * 3 / 4..=OPERATIONS), |operations| {
            let db = TestDb::new();
            let mut run = Run::new(db.conn());
            for operation in &operations {
                run.step(operation)?;
            }
            run.compare()?;
            done.set(done.get() + operations.len());
            Ok(())
        })
        .unwrap();
    assert!(done.get() >= 10_000, "only {} operations were done", done.get());
}

/// What the model knows of an account.
#[derive(Debug, Clone)]
struct Known {
    id: AccountId,
    balance: i64,
    limit: Option<i64>,
    version: i64,
    closed: bool,
}

/// What the model knows of a posted transfer.
#[derive(Debug, Clone, PartialEq)]
struct Done {
    id: TransferId,
    from: usize,
    to: usize,
    cents: i64,
    reverses: Option<TransferId>,
}

#[derive(Debug, PartialEq)]
enum Expected {
    Posted,
    Replayed(TransferId),
    Refused(&'static str),
}

#[derive(Debug, Clone)]
struct Model {
    accounts: Vec<Known>,
    transfers: Vec<Done>,
    keys: HashMap<u8, Done>,
}

struct Run {
    conn: PgConnection,
    model: Model,
}

impl Model {
    /// What a request comes to; if it is posted, under the number it will have.
    fn apply(&mut self, request: &Request, reverses: Option<TransferId>, id: TransferId) -> Expected {
        if request.from == request.to {
            return Expected::Refused("SameAccount");
        }
        if request.cents < 1 {
            return Expected::Refused("AmountOutOfRange");
        }
        if let Some(first) = request.key.and_then(|key| self.keys.get(&key)) {
            let same = (first.from, first.to, first.cents, first.reverses)
                == (request.from, request.to, request.cents, reverses);
            return if same {
                Expected::Replayed(first.id)
            } else {
                Expected::Refused("IdempotencyKeyReused")
            };
        }
        let (Some(from), Some(to)) = (self.accounts.get(request.from), self.accounts.get(request.to)) else {
            return Expected::Refused("AccountNotFound");
        };
        if from.closed || to.closed {
            return Expected::Refused("AccountClosed");
        }
        if request.expected_version.is_some_and(|version| version != from.version) {
            return Expected::Refused("StaleVersion");
        }
        if let Some(original) = reverses.and_then(|id| self.transfers.iter().find(|done| done.id == id)) {
            if original.reverses.is_some() {
                return Expected::Refused("ReversalMismatch");
            }
            if self.left_of(original.id) < request.cents {
                return Expected::Refused("ReversalExceeds");
            }
        }
        if from.limit.is_some_and(|limit| from.balance - request.cents < -limit) {
            return Expected::Refused("InsufficientFunds");
        }
        for (account, cents) in [(request.from, -request.cents), (request.to, request.cents)] {
            self.accounts[account].balance += cents;
            self.accounts[account].version += 1;
        }
        let done = Done { id, from: request.from, to: request.to, cents: request.cents, reverses };
        self.transfers.push(done.clone());
        if let Some(key) = request.key {
            self.keys.insert(key, done);
        }
        Expected::Posted
    }

    fn left_of(&self, original: TransferId) -> i64 {
        let cents = self.transfers.iter().find(|done| done.id == original).map_or(0, |done| done.cents);
        let back: i64 =
            self.transfers.iter().filter(|done| done.reverses == Some(original)).map(|done| done.cents).sum();
        cents - back
    }

    /// Gives the last transfer the number that the database gave it.
    fn number_last(&mut self, provisional: TransferId, id: TransferId) {
        for done in self.transfers.iter_mut().chain(self.keys.values_mut()) {
            if done.id == provisional {
                done.id = id;
            }
        }
    }
}

impl Run {
    /// The house, with no limit, is account 0 and has put money into the next two.
    fn new(mut conn: PgConnection) -> Self {
        let house = house(&mut conn);
        let known = Known { id: house.id, balance: 0, limit: None, version: 0, closed: false };
        let model = Model { accounts: vec![known], transfers: Vec::new(), keys: HashMap::new() };
        let mut run = Self { conn, model };
        for account in 1..=2 {
            run.open();
            let first = Request { from: 0, to: account, cents: 500, key: None, expected_version: None };
            run.transfer(&first).unwrap();
        }
        run
    }

    fn step(&mut self, operation: &Operation) -> Result<(), TestCaseError> {
        match operation {
            Operation::Open => {
                if self.model.accounts.len() < 6 {
                    self.open();
                }
                Ok(())
            }
            Operation::Transfer(request) => self.transfer(request),
            Operation::Batch { requests, all_or_nothing: true } => self.whole_batch(requests),
            Operation::Batch { requests, all_or_nothing: false } => self.partial_batch(requests),
            Operation::Reverse { which, part } => self.reverse(*which, *part),
            Operation::SetLimit { account, limit } => self.set_limit(*account, *limit),
            Operation::Close { account } => self.close(*account),
        }
    }

    fn open(&mut self) {
        let name = format!("user{}", self.model.accounts.len());
        user(&mut self.conn, &name);
        let id = ledger::open_account(&mut self.conn, &NewAccount::new(&name, Currency::EUR)).unwrap().id;
        self.model.accounts.push(Known { id, balance: 0, limit: Some(0), version: 0, closed: false });
    }

    fn id_of(&self, account: usize) -> AccountId {
        self.model.accounts.get(account).map_or(AccountId::new(999_000 + account as i64), |known| known.id)
    }

    fn real(&self, request: &Request) -> NewTransfer<'static> {
        let mut transfer =
            NewTransfer::new(self.id_of(request.from), self.id_of(request.to), eur(request.cents));
        transfer.idempotency_key = request.key.map(|key| format!("key {key}").into());
        transfer.expected_version = request.expected_version;
        transfer
    }

    fn transfer(&mut self, request: &Request) -> Result<(), TestCaseError> {
        let expected = self.model.apply(request, None, provisional(0));
        let real = self.real(request);
        let real = ledger::transfer(&mut self.conn, &real);
        self.check(&expected, &real, 0)
    }

    fn partial_batch(&mut self, requests: &[Request]) -> Result<(), TestCaseError> {
        let real: Vec<_> = requests.iter().map(|request| self.real(request)).collect();
        let outcomes = ledger::transfer_batch_partial(&mut self.conn, &real).unwrap();
        prop_assert_eq!(outcomes.len(), requests.len());
        let expected: Vec<_> = requests
            .iter()
            .enumerate()
            .map(|(i, request)| self.model.apply(request, None, provisional(i)))
            .collect();
        for (i, (expected, outcome)) in expected.iter().zip(&outcomes).enumerate() {
            self.check(expected, outcome, i)?;
        }
        Ok(())
    }

    fn whole_batch(&mut self, requests: &[Request]) -> Result<(), TestCaseError> {
        let real: Vec<_> = requests.iter().map(|request| self.real(request)).collect();
        let before = self.model.clone();
        let expected: Vec<_> = requests
            .iter()
            .enumerate()
            .map(|(i, request)| self.model.apply(request, None, provisional(i)))
            .collect();
        match ledger::transfer_batch(&mut self.conn, &real) {
            Ok(posted) => {
                for (i, (expected, posted)) in expected.iter().zip(posted).enumerate() {
                    self.check(expected, &Ok(posted), i)?;
                }
            }
            Err(ledger::BatchError::Refused { index, source }) => {
                self.model = before;
                let first = expected.iter().position(|e| matches!(e, Expected::Refused(_)));
                prop_assert_eq!(first, Some(index));
                prop_assert_eq!(&expected[index], &Expected::Refused(name(&source)));
            }
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        }
        Ok(())
    }

    fn reverse(&mut self, which: usize, part: Option<i64>) -> Result<(), TestCaseError> {
        let Some(done) = self.model.transfers.get(which).cloned() else { return Ok(()) };
        let left = self.model.left_of(done.id);
        let request = Request {
            from: done.to,
            to: done.from,
            cents: part.unwrap_or(left),
            key: None,
            expected_version: None,
        };
        let expected = if part.is_none() && left == 0 {
            Expected::Refused("ReversalExceeds")
        } else {
            self.model.apply(&request, Some(done.id), provisional(0))
        };
        let real = ledger::reverse(&mut self.conn, done.id, part.map(eur));
        self.check(&expected, &real, 0)
    }

    fn set_limit(&mut self, account: usize, limit: i64) -> Result<(), TestCaseError> {
        let id = self.id_of(account);
        let real = ledger::set_overdraft_limit(&mut self.conn, id, Some(limit)).map_err(|error| name(&error));
        let expected = match self.model.accounts.get_mut(account) {
            None => Err("AccountNotFound"),
            Some(_) if limit < 0 => Err("OverdraftLimitRange"),
            Some(known) if known.balance < -limit => Err("OverdrawnBeyondLimit"),
            Some(known) => {
                known.limit = Some(limit);
                Ok(())
            }
        };
        prop_assert_eq!(real.map(|_| ()), expected);
        Ok(())
    }

    fn close(&mut self, account: usize) -> Result<(), TestCaseError> {
        // Without the house little else would happen.
        if account == 0 {
            return Ok(());
        }
        let id = self.id_of(account);
        let real = ledger::close_account(&mut self.conn, id).map_err(|error| name(&error));
        let expected = match self.model.accounts.get_mut(account) {
            None => Err("AccountNotFound"),
            Some(known) if known.closed => Err("AccountClosed"),
            Some(known) if known.balance != 0 => Err("AccountNotEmpty"),
            Some(known) => {
                known.closed = true;
                Ok(())
            }
        };
        prop_assert_eq!(real.map(|_| ()), expected);
        Ok(())
    }

    fn check(
        &mut self,
        expected: &Expected,
        real: &Result<Posted, LedgerError>,
        place: usize,
    ) -> Result<(), TestCaseError> {
        match (expected, real) {
            (Expected::Posted, Ok(posted)) if !posted.replayed => {
                self.model.number_last(provisional(place), posted.id)
            }
            (Expected::Replayed(first), Ok(posted)) if posted.replayed => {
                let first = if first.get() < 0 { posted.id } else { *first };
                prop_assert_eq!(posted.id, first);
            }
            (Expected::Refused(wanted), Err(error)) => prop_assert_eq!(*wanted, name(error)),
            other => return Err(TestCaseError::fail(format!("expected and real: {other:?}"))),
        }
        Ok(())
    }

    /// Everything that the model knows is so in the database, and nothing more is there.
    fn compare(&mut self) -> Result<(), TestCaseError> {
        for known in &self.model.accounts {
            let real = Account::get(&mut self.conn, known.id).unwrap();
            prop_assert_eq!(
                (real.balance, real.version, real.overdraft_limit),
                (known.balance, known.version, known.limit)
            );
        }
        let real = Transfer::list(&mut self.conn, &Default::default(), None, 10_000).unwrap();
        prop_assert_eq!(real.len(), self.model.transfers.len());
        assert_books_are_right(&mut self.conn);
        Ok(())
    }
}

/// A number for a transfer whose own isn't known yet: no number of the database's is under zero.
fn provisional(place: usize) -> TransferId {
    TransferId::new(-1 - place as i64)
}

fn name(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::AmountOutOfRange(_) => "AmountOutOfRange",
        LedgerError::SameAccount(_) => "SameAccount",
        LedgerError::IdempotencyKeyReused(_) | LedgerError::IdempotencyKeyRepeated => "IdempotencyKeyReused",
        LedgerError::AccountNotFound(_) => "AccountNotFound",
        LedgerError::AccountClosed(_) => "AccountClosed",
        LedgerError::AccountNotEmpty { .. } => "AccountNotEmpty",
        LedgerError::StaleVersion { .. } => "StaleVersion",
        LedgerError::InsufficientFunds { .. } => "InsufficientFunds",
        LedgerError::ReversalExceeds { .. } => "ReversalExceeds",
        LedgerError::ReversalMismatch(_) => "ReversalMismatch",
        LedgerError::OverdraftLimitRange => "OverdraftLimitRange",
        LedgerError::OverdrawnBeyondLimit { .. } => "OverdrawnBeyondLimit",
        other => panic!("{other:?}"),
    }
}

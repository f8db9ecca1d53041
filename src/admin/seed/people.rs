use fake::Fake;
use fake::faker::name::raw::{FirstName, LastName};
use fake::locales::{DE_DE, EN, FR_FR, IT_IT, JA_JP, NL_NL, PT_BR, TR_TR};

use super::calendar::{Instant, JOINING, LEAVING, PARTS};
use super::draw::{Column, Draw};
use super::handle::handle;
use super::layout::user_id;
use super::rows::Value::{Null, Plain, Text};
use super::rows::{Rows, Value};
use super::table::Table;

/// Two people of every world, for examples to name: by number, from 0, with whom the accounts' layout keeps the accounts
/// that they need. They never leave.
const KNOWN: [(u64, &str, &str); 2] = [(1, "anna", "Anna Berg"), (2, "ben", "Ben Okafor")];
/// One of so many people has left at the end.
const ONE_LEFT_OF: u64 = 50;

/// Who there is, each found by number, from 0.
#[derive(Debug)]
pub(super) struct People {
    count: u64,
    names: Column,
    addresses: Column,
    joined: Column,
    left: Column,
    /// The place among each fifty of the one who has left; among the first ten, so that there always is one, and behind
    /// those who are known.
    leaver: u64,
}

impl People {
    pub(super) fn new(seed: u64, count: u64) -> Self {
        let column = |name| Column::new(seed, name);
        let left = column("users.deleted_at");
        let leaver = 3 + left.row(u64::MAX).below(7);
        let (names, addresses) = (column("users.full_name"), column("users.email"));
        Self { count, names, addresses, joined: column("users.created_at"), left, leaver }
    }

    pub(super) fn username(&self, user: u64) -> String {
        self.name(user).username
    }

    pub(super) fn joined(&self, user: u64) -> Instant {
        JOINING.around(user, self.count, self.joined.row(user).below(PARTS))
    }

    pub(super) fn has_left(&self, user: u64) -> bool {
        user % ONE_LEFT_OF == self.leaver
    }

    /// All who have left did so at the world's end: they have lived in it as everybody else.
    fn left_at(&self, user: u64) -> Option<Instant> {
        self.has_left(user).then(|| LEAVING.around(user, self.count, self.left.row(user).below(PARTS)))
    }

    pub(super) fn add(&self, rows: &mut Rows, user: u64, password: &str) {
        let Name { full_name, username } = self.name(user);
        let domain =
            if is_known(user) { "com" } else { self.addresses.row(user).pick(&["com", "com", "org", "net"]) };
        let email = format!("{username}@example.{domain}");
        let (joined, left) = (self.joined(user), self.left_at(user));
        let (changed, version) = (left.unwrap_or(joined), if left.is_some() { 2 } else { 1 });
        rows.add(&[
            Plain(&user_id(user)),
            Text(&username),
            Text(&email),
            Text(&full_name),
            Text(password),
            Plain(&joined),
            Plain(&joined),
            Plain(&changed),
            left.as_ref().map_or(Null, |left| Plain(left) as Value<'_>),
            Plain(&version),
        ]);
    }

    /// The number at the end keeps namesakes apart.
    fn name(&self, user: u64) -> Name {
        if let Some((_, username, full_name)) = KNOWN.iter().find(|(known, ..)| *known == user) {
            return Name { full_name: (*full_name).to_owned(), username: (*username).to_owned() };
        }
        let (full_name, handle) = name(&mut self.names.row(user));
        Name { full_name, username: format!("{handle}{}", user + 1) }
    }
}

fn is_known(user: u64) -> bool {
    KNOWN.iter().any(|(known, ..)| *known == user)
}

struct Name {
    full_name: String,
    username: String,
}

pub(super) fn users(people: &People, users: std::ops::Range<u64>, password: &str) -> Rows {
    let mut rows = Rows::new(Table::Users);
    users.for_each(|user| people.add(&mut rows, user, password));
    rows
}

/// A full name of one of several countries, and what it is in plain letters.
fn name(draw: &mut Draw) -> (String, String) {
    let country = draw.below(16);
    let rng = draw.rng();
    let (given, family): (&str, &str) = match country {
        0 | 1 => (FirstName(DE_DE).fake_with_rng(rng), LastName(DE_DE).fake_with_rng(rng)),
        2 | 3 => (FirstName(FR_FR).fake_with_rng(rng), LastName(FR_FR).fake_with_rng(rng)),
        4 => (FirstName(IT_IT).fake_with_rng(rng), LastName(IT_IT).fake_with_rng(rng)),
        5 => (FirstName(NL_NL).fake_with_rng(rng), LastName(NL_NL).fake_with_rng(rng)),
        6 => (FirstName(PT_BR).fake_with_rng(rng), LastName(PT_BR).fake_with_rng(rng)),
        7 => (FirstName(TR_TR).fake_with_rng(rng), LastName(TR_TR).fake_with_rng(rng)),
        8 => {
            // Written in letters that no handle has: these people are called by an English name there.
            let (given, family): (&str, &str) =
                (FirstName(JA_JP).fake_with_rng(rng), LastName(JA_JP).fake_with_rng(rng));
            let called: &str = FirstName(EN).fake_with_rng(rng);
            return (format!("{family} {given}"), handle(&[called]));
        }
        _ => (FirstName(EN).fake_with_rng(rng), LastName(EN).fake_with_rng(rng)),
    };
    (format!("{given} {family}"), handle(&[given, family]))
}

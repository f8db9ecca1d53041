use super::coin::Coin::{self, Dinar, Dollar, Euro, Franc, Pound, Yen};
use super::draw::Column;

/// The house's own user is the first.
const FIRST_USER: u64 = 2;
/// The house's accounts are the first.
const FIRST_ACCOUNT: u64 = 1 + Coin::ALL.len() as u64;

/// What ten people hold: two accounts each on average, and everybody euros.
const HELD: [&[Coin]; 10] = [
    &[Euro],
    &[Euro, Dollar],
    &[Euro, Dollar, Yen],
    &[Euro, Pound],
    &[Euro],
    &[Euro, Dollar, Pound],
    &[Euro, Yen],
    &[Euro, Dollar, Dinar],
    &[Euro, Franc],
    &[Euro],
];
/// Their accounts.
const HELD_BY_TEN: u64 = 20;

/// Who holds which account: found by counting, both ways, without a list.
#[derive(Debug)]
pub(super) struct Layout {
    rotation: Column,
    tens: u64,
}

/// An account of somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holding {
    pub(super) coin: Coin,
    /// Whose, counted from 0.
    pub(super) user: u64,
    /// Its number among the accounts of its currency, from 0.
    pub(super) nth: u64,
    /// The account's id.
    pub(super) account: u64,
}

impl Layout {
    pub(super) fn new(seed: u64, users: u64) -> Self {
        Self { rotation: Column::new(seed, "accounts.currency"), tens: users / 10 }
    }

    /// How many of the people's accounts are in this currency.
    pub(super) fn count(&self, coin: Coin) -> u64 {
        self.tens * holders(coin).count() as u64
    }

    /// The account of this number, from 0, among all people's.
    pub(super) fn account(&self, index: u64) -> Holding {
        let (ten, mut place) = (index / HELD_BY_TEN, index % HELD_BY_TEN);
        let mut member = 0;
        while place >= HELD[member].len() as u64 {
            place -= HELD[member].len() as u64;
            member += 1;
        }
        let coin =
            HELD[member].iter().copied().nth(usize::try_from(place).unwrap_or_default()).unwrap_or(Euro);
        let before = holders(coin).filter(|holder| *holder < member).count() as u64;
        let nth = ten * holders(coin).count() as u64 + before;
        Holding { coin, user: self.user(ten, member), nth, account: FIRST_ACCOUNT + index }
    }

    /// The account of this number, from 0, among those of its currency.
    pub(super) fn nth(&self, coin: Coin, nth: u64) -> Holding {
        let in_ten = holders(coin).count() as u64;
        let ten = nth / in_ten;
        let member = holders(coin).nth(usize::try_from(nth % in_ten).unwrap_or_default()).unwrap_or_default();
        let before: usize = HELD[..member].iter().map(|held| held.len()).sum();
        let place = HELD[member].iter().take_while(|held| **held != coin).count();
        let index = ten * HELD_BY_TEN + (before + place) as u64;
        Holding { coin, user: self.user(ten, member), nth, account: FIRST_ACCOUNT + index }
    }

    /// Each ten begins at another place, so that it doesn't show; but for the first, in which examples know who has what.
    fn user(&self, ten: u64, member: usize) -> u64 {
        let rotation = if ten == 0 { 0 } else { self.rotation.row(ten).below(10) };
        ten * 10 + (member as u64 + rotation) % 10
    }
}

/// The places in [`HELD`] where this currency is held.
fn holders(coin: Coin) -> impl Iterator<Item = usize> {
    HELD.iter().enumerate().filter(move |(_, held)| held.contains(&coin)).map(|(member, _)| member)
}

/// The id of the user of this number, from 0.
pub(super) fn user_id(user: u64) -> u64 {
    FIRST_USER + user
}

/// The id of the house's account.
pub(super) fn house_account(coin: Coin) -> u64 {
    1 + coin.index() as u64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_account_is_found_both_ways_and_held_once() {
        let layout = Layout::new(1, 200);
        let mut held = BTreeSet::new();
        for index in 0..400 {
            let holding = layout.account(index);
            assert_eq!(layout.nth(holding.coin, holding.nth), holding);
            assert!(held.insert((holding.user, holding.coin.index())), "{holding:?}");
        }
        let users: BTreeSet<_> = held.iter().map(|(user, _)| *user).collect();
        assert_eq!(users, (0..200).collect());
        assert_eq!(Coin::ALL.map(|coin| layout.count(coin)), [200, 80, 40, 20, 40, 20]);
    }
}

use std::fmt;

use super::draw::Draw;
use crate::types::{Currency, Money};

/// A currency of the world's, who holds it and what its money is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coin {
    Euro,
    Dollar,
    Pound,
    Franc,
    Yen,
    Dinar,
}

impl Coin {
    pub(super) const ALL: [Self; 6] =
        [Self::Euro, Self::Dollar, Self::Pound, Self::Franc, Self::Yen, Self::Dinar];

    /// Its place among all of them: the house's account in it has the next number.
    pub(super) fn index(self) -> usize {
        self as usize
    }

    pub(super) fn currency(self) -> Currency {
        match self {
            Self::Euro => Currency::EUR,
            Self::Dollar => Currency::USD,
            Self::Pound => Currency::GBP,
            Self::Franc => Currency::CHF,
            Self::Yen => Currency::JPY,
            Self::Dinar => Currency::BHD,
        }
    }

    /// What so many euro cents are about worth, in minor units, rounded as prices in it are.
    pub(super) fn worth(self, cents: u64) -> u64 {
        match self {
            Self::Euro | Self::Dollar | Self::Pound | Self::Franc => cents,
            Self::Yen => cents * 3 / 2 / 10 * 10,
            Self::Dinar => cents * 4 / 50 * 50,
        }
    }

    /// As the shop's tables and people write it: `12.50`.
    pub(super) fn price(self, minor_units: u64) -> impl fmt::Display {
        Money::new(i64::try_from(minor_units).unwrap_or(i64::MAX), self.currency())
            .to_decimal()
            .to_plain_string()
    }
}

/// Euro cents of everyday life: from one euro up, mostly little, often a round sum, below `100 << doublings`.
pub(super) fn everyday_cents(draw: &mut Draw, doublings: u64) -> u64 {
    let cents = draw.doublings(100, doublings);
    match draw.below(6) {
        0 | 1 => cents / 100 * 100,
        2 => cents / 100 * 100 + 50,
        3 => cents / 100 * 100 + 99,
        _ => cents,
    }
}

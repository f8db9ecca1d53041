use super::coin::Coin::{self, Dinar, Dollar, Euro, Franc, Pound, Yen};

/// In which currency each of many happens, over and over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rota(&'static [Coin; 20]);

/// Payments among people: mostly euros.
pub(super) const PAYING: Rota = Rota(&[
    Euro, Dollar, Euro, Pound, Euro, Dollar, Euro, Euro, Yen, Euro, Dollar, Euro, Franc, Euro, Pound, Euro,
    Dollar, Euro, Dinar, Euro,
]);
/// Orders: the shop sells for four currencies.
pub(super) const BUYING: Rota = Rota(&[
    Euro, Euro, Dollar, Euro, Euro, Pound, Euro, Euro, Dollar, Euro, Yen, Euro, Euro, Dollar, Euro, Euro,
    Pound, Euro, Dollar, Euro,
]);

impl Rota {
    /// The currency of the one with this number, and its number among those of that currency.
    pub(super) fn turn(self, number: u64) -> (Coin, u64) {
        let place = usize::try_from(number % 20).unwrap_or_default();
        let coin = self.0[place];
        (coin, number / 20 * self.each(coin) + count(&self.0[..place], coin))
    }

    /// How many of so many are in this currency, at most.
    pub(super) fn turns(self, coin: Coin, of: u64) -> u64 {
        of.div_ceil(20) * self.each(coin)
    }

    fn each(self, coin: Coin) -> u64 {
        count(self.0, coin)
    }
}

fn count(coins: &[Coin], coin: Coin) -> u64 {
    coins.iter().filter(|other| **other == coin).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_counted_without_gaps() {
        for rota in [PAYING, BUYING] {
            let mut next = [0; 6];
            for number in 0..1_000 {
                let (coin, turn) = rota.turn(number);
                assert_eq!(turn, next[coin.index()]);
                next[coin.index()] += 1;
            }
            for coin in Coin::ALL {
                assert_eq!(rota.turns(coin, 1_000), next[coin.index()]);
            }
        }
    }
}

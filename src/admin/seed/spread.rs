use super::draw::{Column, Draw};

/// Deals turns out to so many, a few of whom get many and many of whom get few: as by Zipf's law, each doubling of
/// the rank gets as many turns as any other.
///
/// Turns are dealt and not drawn, in an order that is shuffled in stretches: how many somebody gets at most is known
/// before the first is dealt, and needs no counting.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    count: u64,
    octaves: u64,
    shuffle: Column,
    /// Who has which rank: `(rank × step + offset) mod count`.
    step: u64,
    offset: u64,
}

impl Spread {
    /// `count` is greater than zero. Spreads of the same `ranks` agree on who is busy.
    pub(super) fn new(count: u64, ranks: &Column, shuffle: Column) -> Self {
        let mut draw = ranks.row(count);
        let step = coprime(draw.below(count), count);
        Self { count, octaves: u64::from(count.ilog2()) + 1, shuffle, step, offset: draw.below(count) }
    }

    /// Whose turn it is.
    pub(super) fn turn(&self, turn: u64) -> u64 {
        let window = turn / self.octaves;
        let octave = (turn + self.shuffle.row(window).below(self.octaves)) % self.octaves;
        let (first, size) = self.octave(octave);
        let (pass, place) = (window / size, window % size);
        let mut draw = self.shuffle.row(1 << 63 | octave << 48 | pass);
        let step = coprime(draw.below(size), size);
        self.who(first + (place * step + draw.below(size)) % size)
    }

    /// Anybody, busy ones being likelier.
    pub(super) fn anybody(&self, draw: &mut Draw) -> u64 {
        let (first, size) = self.octave(draw.below(self.octaves));
        self.who(first + draw.below(size))
    }

    /// Somebody else, if there is one.
    pub(super) fn next(&self, who: u64) -> u64 {
        (who + 1) % self.count
    }

    /// How many of so many turns one of them gets at most.
    pub(super) fn most_turns(&self, who: u64, turns: u64) -> u64 {
        let rank = self.rank(who);
        let (_, size) = self.octave(u64::from((rank + 1).ilog2()));
        turns.div_ceil(self.octaves).div_ceil(size)
    }

    /// The first rank of an octave, and how many it has.
    fn octave(&self, octave: u64) -> (u64, u64) {
        let first = (1 << octave) - 1;
        (first, (1 << octave).min(self.count - first))
    }

    fn who(&self, rank: u64) -> u64 {
        (rank * self.step + self.offset) % self.count
    }

    fn rank(&self, who: u64) -> u64 {
        let shifted = i128::from(who) - i128::from(self.offset);
        let rank = shifted * inverse(self.step.into(), self.count.into());
        u64::try_from(rank.rem_euclid(self.count.into())).unwrap_or_default()
    }
}

/// The next number from `least` on that shares no factor with `count`: multiplying by it only reorders.
fn coprime(least: u64, count: u64) -> u64 {
    let numbers = least.max(1)..=least + count;
    numbers.into_iter().find(|step| greatest_common_divisor(*step, count) == 1).unwrap_or(1)
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// What takes a multiplication by `step` back, modulo `count`: Euclid's algorithm.
fn inverse(step: i128, count: i128) -> i128 {
    let (mut rest, mut next_rest, mut factor, mut next_factor) = (count, step % count, 0, 1);
    while next_rest != 0 {
        let quotient = rest / next_rest;
        (rest, next_rest) = (next_rest, rest - quotient * next_rest);
        (factor, next_factor) = (next_factor, factor - quotient * next_factor);
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(count: u64) -> Spread {
        Spread::new(count, &Column::new(1, "ranks"), Column::new(1, "turns"))
    }

    #[test]
    fn everybody_has_a_rank_that_leads_back() {
        for count in [1, 2, 3, 7, 10, 64, 1_000] {
            let spread = spread(count);
            let mut ranks: Vec<_> = (0..count).map(|who| spread.rank(who)).collect();
            assert!((0..count).all(|who| spread.who(spread.rank(who)) == who));
            ranks.sort_unstable();
            assert_eq!(ranks, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nobody_gets_more_turns_than_promised_and_some_get_many() {
        for (count, turns) in [(1, 10), (2, 9), (7, 500), (10, 99), (1_000, 9_900)] {
            let spread = spread(count);
            let mut dealt = vec![0; usize::try_from(count).unwrap()];
            for turn in 0..turns {
                dealt[usize::try_from(spread.turn(turn)).unwrap()] += 1;
            }
            for (who, dealt) in (0..).zip(&dealt) {
                assert!(*dealt <= spread.most_turns(who, turns), "{who} of {count} got {dealt}");
            }
            let busiest = dealt.iter().max().unwrap();
            assert!(*busiest >= turns / spread.octaves, "{busiest} of {turns} among {count}");
        }
    }
}

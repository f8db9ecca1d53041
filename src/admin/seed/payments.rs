use super::calendar::{Instant, LIVING, PARTS};
use super::coin::{Coin, everyday_cents};
use super::draw::{Column, Draw};
use super::layout::{Holding, Layout, house_account};
use super::rota::PAYING;
use super::spread::Spread;
use super::transfer::Transfer;

/// Payments are under 1 euro doubled so many times.
const DOUBLINGS: u64 = 10;

/// What costs less than this, in euro cents, and why people pay it.
const REASONS: [(u64, &[&str]); 3] = [
    (
        15_00,
        &[
            "Coffee and cake",
            "Lunch",
            "Bus ticket",
            "Ice cream",
            "Newspaper",
            "Shared taxi",
            "Parking",
            "Bakery",
            "Postage",
            "Cinema",
            "Flowers",
            "What I owed you",
        ],
    ),
    (
        150_00,
        &[
            "Groceries",
            "Dinner on Friday",
            "Concert tickets",
            "Birthday present",
            "Books",
            "Petrol",
            "Pharmacy",
            "Phone bill",
            "Internet",
            "Haircut",
            "Gym",
            "Babysitter",
            "Football club",
            "Train to the sea",
            "Water bill",
            "Piano lessons",
        ],
    ),
    (
        u64::MAX,
        &[
            "Rent",
            "Electricity",
            "Dentist",
            "Car repair",
            "Holiday fund",
            "Flight tickets",
            "Hotel",
            "Bicycle",
            "Moving van",
            "Garden chairs",
            "School trip",
            "Insurance",
            "Wedding present",
            "Invoice",
        ],
    ),
];

/// What people pay each other, what they earn and what they take out in cash.
#[derive(Debug)]
pub(super) struct Payments {
    /// How many transfers there are besides the first deposits, orders' payments and refunds among them.
    slots: u64,
    kinds: Column,
    receivers: Column,
    amounts: Column,
    reasons: Column,
    times: Column,
    payers: [Spread; Coin::ALL.len()],
}

impl Payments {
    /// `ranks` says who is busy.
    pub(super) fn new(seed: u64, slots: u64, layout: &Layout, ranks: &Column) -> Self {
        let column = |name| Column::new(seed, name);
        let turns = column("transfers.from_account_id");
        Self {
            slots,
            kinds: column("transfers.kind"),
            receivers: column("transfers.to_account_id"),
            amounts: column("transfers.amount"),
            reasons: column("transfers.description"),
            times: column("transfers.created_at"),
            payers: Coin::ALL.map(|coin| Spread::new(layout.count(coin), ranks, turns.clone())),
        }
    }

    /// When the transfer of a slot is posted: never before those of earlier slots.
    pub(super) fn time(&self, slot: u64) -> Instant {
        LIVING.around(slot, self.slots, PARTS / 4 + self.times.row(slot).below(PARTS / 4 * 3))
    }

    /// A moment before the transfer of a slot, and after those of earlier ones.
    pub(super) fn time_before(&self, slot: u64) -> Instant {
        LIVING.around(slot, self.slots, self.times.row(slot).below(PARTS / 4))
    }

    /// The payment of a slot, as the transfer of this id.
    pub(super) fn payment(&self, slot: u64, id: u64, layout: &Layout) -> Transfer {
        let (coin, turn) = PAYING.turn(slot);
        let payers = &self.payers[coin.index()];
        let payer = payers.turn(turn);
        let (payer_account, house) = (layout.nth(coin, payer).account, house_account(coin));
        let mut draw = self.kinds.row(slot);
        let receiver = self.receiver(slot, coin, payer);
        let (from, to, cents, description) = match (draw.below(100), receiver) {
            (0..7, _) => (house, payer_account, 1_200_00 + draw.below(3_600) * 1_00, "Salary"),
            (7..14, _) | (_, None) => (payer_account, house, 10_00 * (1 + draw.below(30)), "Cash withdrawal"),
            (_, Some(receiver)) => {
                let cents = everyday_cents(&mut self.amounts.row(slot), DOUBLINGS);
                let reason = reason(cents, &mut self.reasons.row(slot));
                (payer_account, layout.nth(coin, receiver).account, cents, reason)
            }
        };
        let key = (draw.below(4) == 0).then(|| format!("app-{id:08x}"));
        let (description, amount, at) = (description.to_owned(), coin.worth(cents), self.time(slot));
        Transfer { id, from, to, coin, amount, key, description, reverses: None, at }
    }

    /// Somebody else with an account of that currency, if there is one.
    fn receiver(&self, slot: u64, coin: Coin, payer: u64) -> Option<u64> {
        let payers = &self.payers[coin.index()];
        let drawn = payers.anybody(&mut self.receivers.row(slot));
        Some(if drawn == payer { payers.next(drawn) } else { drawn }).filter(|receiver| *receiver != payer)
    }

    /// What goes out of an account altogether, at most, in minor units.
    pub(super) fn most_spent(&self, holding: &Holding) -> u64 {
        let turns = PAYING.turns(holding.coin, self.slots);
        let payments = self.payers[holding.coin.index()].most_turns(holding.nth, turns);
        payments * holding.coin.worth(100 << DOUBLINGS)
    }
}

fn reason(cents: u64, draw: &mut Draw) -> &'static str {
    let fitting = REASONS.iter().find(|(below, _)| cents < *below);
    fitting.map_or("Payment", |(_, reasons)| *draw.pick::<&str>(reasons))
}

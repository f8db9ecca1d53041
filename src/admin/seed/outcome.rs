use super::draw::Column;
use Outcome::{
    CancelledInParts, CancelledRefunded, CancelledUnpaid, Confirmed, Delivered, DeliveredPartlyRefunded,
    Pending, Shipped,
};

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Pending,
    Confirmed,
    Shipped,
    Delivered,
    /// Delivered, and then a part of the payment was given back.
    DeliveredPartlyRefunded,
    CancelledUnpaid,
    /// Paid, and given back at once.
    CancelledRefunded,
    /// Paid, and given back in two parts.
    CancelledInParts,
}

/// Twenty orders of the past.
const SETTLED: [Outcome; 20] = [
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    Delivered,
    DeliveredPartlyRefunded,
    Shipped,
    Pending,
    CancelledUnpaid,
    CancelledRefunded,
    CancelledInParts,
];
/// Twenty of the last ones.
const OPEN: [Outcome; 20] = [
    Pending,
    Pending,
    Pending,
    Pending,
    Confirmed,
    Confirmed,
    Confirmed,
    Confirmed,
    Confirmed,
    Shipped,
    Shipped,
    Shipped,
    Shipped,
    Shipped,
    Delivered,
    Delivered,
    Delivered,
    CancelledUnpaid,
    CancelledRefunded,
    CancelledInParts,
];
/// What shares no factor with 20 reorders the twenty.
const STEPS: [u64; 8] = [1, 3, 7, 9, 11, 13, 17, 19];

impl Outcome {
    pub(super) fn is_paid(self) -> bool {
        !matches!(self, Pending | CancelledUnpaid)
    }

    /// How many transfers give its payment back, in part or in full.
    pub(super) fn refunds(self) -> u64 {
        match self {
            DeliveredPartlyRefunded | CancelledRefunded => 1,
            CancelledInParts => 2,
            Pending | Confirmed | Shipped | Delivered | CancelledUnpaid => 0,
        }
    }

    pub(super) fn is_cancelled_after_payment(self) -> bool {
        matches!(self, CancelledRefunded | CancelledInParts)
    }

    pub(super) fn was_shipped(self) -> bool {
        matches!(self, Shipped | Delivered | DeliveredPartlyRefunded)
    }

    pub(super) fn was_delivered(self) -> bool {
        matches!(self, Delivered | DeliveredPartlyRefunded)
    }
}

/// Deals the outcomes out in twenties, counted from the last order on: each is there, however few orders there are.
#[derive(Debug)]
pub(super) struct Outcomes {
    count: u64,
    shuffle: Column,
}

impl Outcomes {
    pub(super) fn new(seed: u64, count: u64) -> Self {
        Self { count, shuffle: Column::new(seed, "orders.status") }
    }

    pub(super) fn of(&self, number: u64) -> Outcome {
        let from_end = self.count.saturating_sub(number + 1);
        let twenty = from_end / 20;
        let mut draw = self.shuffle.row(twenty);
        let place = (from_end % 20 * draw.pick(&STEPS) + draw.below(20)) % 20;
        let open_twenties = (self.count / 200).max(1);
        let outcomes = if twenty < open_twenties { &OPEN } else { &SETTLED };
        outcomes[usize::try_from(place).unwrap_or_default()]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn few_orders_show_everything_that_can_become_of_one() {
        for seed in 0..20 {
            let outcomes = Outcomes::new(seed, 50);
            let seen: BTreeSet<_> = (0..50).map(|number| outcomes.of(number)).collect();
            assert_eq!(seen.len(), 8, "{seen:?}");
        }
    }
}

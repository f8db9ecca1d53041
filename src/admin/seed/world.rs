use super::draw::Column;
use super::layout::Layout;
use super::order::Orders;
use super::payments::Payments;
use super::people::People;
use super::scale::Scale;
use super::shop::Shop;

/// Everything that is to be there, found by number: nothing of it is kept, however much there is.
#[derive(Debug)]
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) scale: Scale,
    pub(super) password: String,
    pub(super) layout: Layout,
    pub(super) people: People,
    pub(super) shop: Shop,
    pub(super) payments: Payments,
    pub(super) orders: Orders,
    pub(super) overdrafts: Column,
    pub(super) deposits: Column,
    pub(super) sessions: Column,
    pub(super) steps: Column,
}

impl World {
    /// `password` is everybody's, hashed.
    pub(super) fn new(seed: u64, scale: Scale, password: String) -> Self {
        let column = |name| Column::new(seed, name);
        let (layout, shop) = (Layout::new(seed, scale.users()), Shop::new(seed, scale.products()));
        let ranks = column("accounts.rank");
        let slots = scale.transfers() - scale.accounts();
        Self {
            seed,
            scale,
            password,
            people: People::new(seed, scale.users()),
            payments: Payments::new(seed, slots, &layout, &ranks),
            orders: Orders::new(seed, scale.orders(), &layout, &shop, &ranks),
            layout,
            shop,
            overdrafts: column("accounts.overdraft_limit"),
            deposits: column("transfers.first_deposit"),
            sessions: column("sessions.user_id"),
            steps: column("orders.updated_at"),
        }
    }

    /// How many transfers follow the first deposits.
    pub(super) fn slots(&self) -> u64 {
        self.scale.transfers() - self.scale.accounts()
    }

    /// The idempotency key of the first transfer: it tells which world a database holds.
    pub(super) fn key(&self) -> String {
        key(self.seed, self.scale)
    }
}

pub(super) fn key(seed: u64, scale: Scale) -> String {
    format!("seed:{seed}:{scale}:first-deposit")
}

/// The seed and the scale in such a key.
pub(super) fn read_key(key: &str) -> Option<(u64, Scale)> {
    let (seed, scale) = key.strip_prefix("seed:")?.strip_suffix(":first-deposit")?.split_once(':')?;
    Some((seed.parse().ok()?, scale.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_the_world() {
        let scale: Scale = "0.25".parse().unwrap();
        assert_eq!(read_key(&key(7, scale)), Some((7, scale)));
        for other in ["lunch", "seed:7", "seed:x:1:first-deposit", "seed:1:0:first-deposit"] {
            assert_eq!(read_key(other), None);
        }
    }
}

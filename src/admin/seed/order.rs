use super::coin::Coin;
use super::draw::{Column, Draw};
use super::layout::{Holding, Layout};
use super::outcome::{Outcome, Outcomes};
use super::rota::BUYING;
use super::shop::{HIGHEST_PRICE, Shop};
use super::spread::Spread;

const MOST_LINES: u64 = 4;
const MOST_PIECES: u64 = 3;

/// Who buys what, and what becomes of it; each order is found by number, from 0.
#[derive(Debug)]
pub(super) struct Orders {
    count: u64,
    outcomes: Outcomes,
    lines: Column,
    refunds: Column,
    buyers: [Spread; Coin::ALL.len()],
    /// Some products sell well; none where nothing is sold in a currency.
    favourites: [Option<Spread>; Coin::ALL.len()],
}

#[derive(Debug)]
pub(super) struct Order {
    pub(super) number: u64,
    pub(super) buyer: Holding,
    pub(super) lines: Vec<Line>,
    /// In minor units.
    pub(super) total: u64,
    pub(super) outcome: Outcome,
}

#[derive(Debug)]
pub(super) struct Line {
    pub(super) product: u64,
    pub(super) quantity: u64,
    /// In minor units.
    pub(super) price: u64,
}

impl Orders {
    /// `ranks` says who is busy.
    pub(super) fn new(seed: u64, count: u64, layout: &Layout, shop: &Shop, ranks: &Column) -> Self {
        let column = |name| Column::new(seed, name);
        let (turns, popular, sales) =
            (column("orders.user_id"), column("products.rank"), column("products.sales"));
        let spread = |coin| Spread::new(layout.count(coin), ranks, turns.clone());
        let favourite = |coin| {
            let sold = shop.count(coin);
            (sold > 0).then(|| Spread::new(sold, &popular, sales.clone()))
        };
        Self {
            count,
            outcomes: Outcomes::new(seed, count),
            lines: column("order_items.product_id"),
            refunds: column("orders.refund"),
            buyers: Coin::ALL.map(spread),
            favourites: Coin::ALL.map(favourite),
        }
    }

    pub(super) fn order(&self, number: u64, layout: &Layout, shop: &Shop) -> Order {
        let (coin, turn) = BUYING.turn(number);
        let buyer = layout.nth(coin, self.buyers[coin.index()].turn(turn));
        let lines = self.lines(number, coin, shop);
        let total = lines.iter().map(|line| line.quantity * line.price).sum();
        Order { number, buyer, lines, total, outcome: self.outcomes.of(number) }
    }

    fn lines(&self, number: u64, coin: Coin, shop: &Shop) -> Vec<Line> {
        let mut draw = self.lines.row(number);
        let mut lines: Vec<Line> = Vec::new();
        let Some(favourites) = &self.favourites[coin.index()] else { return lines };
        for _ in 0..few(&mut draw, MOST_LINES) {
            let product = Shop::nth(coin, favourites.anybody(&mut draw));
            let quantity = few(&mut draw, MOST_PIECES);
            // What is wanted a second time is on the order already.
            if lines.iter().all(|line| line.product != product) {
                lines.push(Line { product, quantity, price: shop.price(product) });
            }
        }
        lines
    }

    /// What of an order's payment is given back first, where that is a part of it: a quarter to three quarters.
    pub(super) fn part(&self, order: &Order) -> u64 {
        (order.total * (1 + self.refunds.row(order.number).below(3)) / 4).max(1)
    }

    /// What the holder of an account pays for orders altogether, at most, in minor units.
    pub(super) fn most_spent(&self, holding: &Holding) -> u64 {
        let turns = BUYING.turns(holding.coin, self.count);
        let orders = self.buyers[holding.coin.index()].most_turns(holding.nth, turns);
        orders * MOST_LINES * MOST_PIECES * holding.coin.worth(HIGHEST_PRICE)
    }
}

/// 1 up to `most`, the fewer the likelier.
fn few(draw: &mut Draw, most: u64) -> u64 {
    let bound = draw.below(most);
    1 + draw.below(bound + 1)
}

/// The id of the order of this number, from 0.
pub(super) fn id(number: u64) -> u64 {
    number + 1
}

/// The number that people see, as the database itself would give it.
pub(super) fn order_number(number: u64) -> String {
    format!("ORD-{:012}", id(number))
}

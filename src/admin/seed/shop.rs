use super::calendar::{Instant, OPENING, PARTS};
use super::coin::Coin::{self, Dollar, Euro, Pound, Yen};
use super::draw::Column;
use super::rows::Rows;
use super::rows::Value::{Plain, Text};
use super::table::Table;

/// What ten products are priced in.
const PRICED: [Coin; 10] = [Euro, Euro, Dollar, Euro, Yen, Euro, Pound, Euro, Euro, Dollar];
/// One of so many products is kept short: it comes in only as it is ordered.
const ONE_SHORT_OF: u64 = 8;
/// Prices are under 2 euros doubled so many times.
const DOUBLINGS: u64 = 6;
/// No product costs more, in euro cents.
pub(super) const HIGHEST_PRICE: u64 = 200 << DOUBLINGS;

const MADE_OF: [&str; 16] = [
    "Oak", "Walnut", "Linen", "Cotton", "Wool", "Steel", "Copper", "Glass", "Clay", "Leather", "Bamboo",
    "Marble", "Cork", "Paper", "Brass", "Slate",
];
const THINGS: [&str; 24] = [
    "bowl", "tray", "lamp", "basket", "board", "vase", "mug", "teapot", "clock", "frame", "stool", "shelf",
    "box", "candle", "coaster", "apron", "cushion", "notebook", "bottle", "jug", "plate", "rack", "hook",
    "planter",
];
const FOR: [&str; 8] = [
    "for the kitchen",
    "for the desk",
    "for the hall",
    "for guests",
    "for two",
    "to give away",
    "for every day",
    "for outdoors",
];

/// The first products of every world, for examples to name: SKU, name and description. Both are priced in euros and never
/// short.
const KNOWN: [(&str, &str, &str); 2] =
    [("TEA-100", "Green tea", "Green tea, 100 g"), ("MUG-BLUE", "Blue mug", "Mug with a blue glaze")];

/// What the shop sells, each found by number, from 0.
#[derive(Debug)]
pub(super) struct Shop {
    count: u64,
    names: Column,
    prices: Column,
    stocks: Column,
    added: Column,
}

impl Shop {
    pub(super) fn new(seed: u64, count: u64) -> Self {
        let column = |name| Column::new(seed, name);
        let (names, prices) = (column("products.name"), column("products.price"));
        Self {
            count,
            names,
            prices,
            stocks: column("products.stock_quantity"),
            added: column("products.created_at"),
        }
    }

    /// How many products are priced in this currency.
    pub(super) fn count(&self, coin: Coin) -> u64 {
        let rest = PRICED.iter().take(usize::try_from(self.count % 10).unwrap_or_default());
        self.count / 10 * priced(coin).count() as u64 + rest.filter(|other| **other == coin).count() as u64
    }

    /// The product of this number, from 0, among those of a currency.
    pub(super) fn nth(coin: Coin, nth: u64) -> u64 {
        let in_ten = priced(coin).count() as u64;
        let place = priced(coin).nth(usize::try_from(nth % in_ten.max(1)).unwrap_or_default());
        nth / in_ten.max(1) * 10 + place.unwrap_or_default() as u64
    }

    fn coin(product: u64) -> Coin {
        PRICED[usize::try_from(product % 10).unwrap_or_default()]
    }

    /// What one piece costs, in minor units.
    pub(super) fn price(&self, product: u64) -> u64 {
        let mut draw = self.prices.row(product);
        let cents = draw.doublings(200, DOUBLINGS);
        Self::coin(product).worth(cents / 100 * 100 + draw.pick(&[0, 20, 50, 90, 95]))
    }

    /// Whether there is never much of it.
    pub(super) fn is_short(product: u64) -> bool {
        product % ONE_SHORT_OF == ONE_SHORT_OF - 1
    }

    fn first_stock(&self, product: u64) -> u64 {
        let mut draw = self.stocks.row(product);
        if Self::is_short(product) { draw.below(4) } else { draw.doublings(10, 5) }
    }

    fn added(&self, product: u64) -> Instant {
        OPENING.around(product, self.count, self.added.row(product).below(PARTS))
    }

    fn add(&self, rows: &mut Rows, product: u64) {
        let (coin, added) = (Self::coin(product), self.added(product));
        let Article { sku, name, description } = self.article(product);
        rows.add(&[
            Plain(&id(product)),
            Text(&sku),
            Text(&name),
            Text(&description),
            Plain(&coin.price(self.price(product))),
            Plain(&coin.currency()),
            Plain(&self.first_stock(product)),
            Plain(&added),
            Plain(&added),
        ]);
    }

    fn article(&self, product: u64) -> Article {
        let known = usize::try_from(product).ok().and_then(|place| KNOWN.get(place));
        if let Some((sku, name, description)) = known.copied() {
            return Article {
                sku: sku.to_owned(),
                name: name.to_owned(),
                description: description.to_owned(),
            };
        }
        let mut draw = self.names.row(product);
        let (made_of, thing, purpose) = (*draw.pick(&MADE_OF), *draw.pick(&THINGS), *draw.pick(&FOR));
        let shortened = |word: &str| word.chars().take(3).collect::<String>().to_uppercase();
        Article {
            sku: format!("{}-{}-{:05}", shortened(made_of), shortened(thing), product + 1),
            name: format!("{made_of} {thing}"),
            description: format!("{made_of} {thing} {purpose}"),
        }
    }
}

struct Article {
    sku: String,
    name: String,
    description: String,
}

pub(super) fn products(shop: &Shop, products: std::ops::Range<u64>) -> Rows {
    let mut rows = Rows::new(Table::Products);
    products.for_each(|product| shop.add(&mut rows, product));
    rows
}

/// The id of the product of this number, from 0.
pub(super) fn id(product: u64) -> u64 {
    product + 1
}

/// The places in [`PRICED`] of a currency.
fn priced(coin: Coin) -> impl Iterator<Item = usize> {
    PRICED.iter().enumerate().filter(move |(_, other)| **other == coin).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_is_found_by_its_currency() {
        for count in [10, 17, 200] {
            let shop = Shop::new(1, count);
            let mut found: Vec<_> = [Euro, Dollar, Pound, Yen]
                .into_iter()
                .flat_map(|coin| (0..shop.count(coin)).map(move |nth| (coin, nth)))
                .map(|(coin, nth)| Shop::nth(coin, nth))
                .collect();
            found.sort_unstable();
            assert_eq!(found, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn prices_keep_to_their_bound() {
        let shop = Shop::new(1, 1_000);
        for product in 0..1_000 {
            let price = shop.price(product);
            assert!(price > 0 && price <= Shop::coin(product).worth(HIGHEST_PRICE), "{price}");
        }
    }
}

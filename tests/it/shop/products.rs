use ledgerstore::models::{NewProduct, ProductChanges};
use ledgerstore::shop::{self, ShopError};
use ledgerstore::types::{Currency, Money, MoneyError, ProductId};

use crate::support::{TestDb, product};

#[test]
fn products_are_changed_by_the_version_that_was_seen() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tea = product(conn, "TEA", 6_50, 10);
    let renamed = ProductChanges { name: Some("Green tea".to_owned()), ..ProductChanges::default() };
    let changed = shop::update_product(conn, tea.id, tea.version, &renamed).unwrap();
    assert_eq!((changed.name.as_str(), changed.version), ("Green tea", tea.version + 1));
    let stale = shop::update_product(conn, tea.id, tea.version, &renamed).unwrap_err();
    assert!(
        matches!(stale, ShopError::StaleVersion { product, seen } if product == tea.id && seen == tea.version)
    );
    let unchanged = shop::update_product(conn, tea.id, changed.version, &ProductChanges::default()).unwrap();
    assert_eq!(unchanged, changed);
    let missing = ProductId::new(999);
    let missing = shop::update_product(conn, missing, 1, &renamed).unwrap_err();
    assert!(matches!(missing, ShopError::ProductNotFound(_)));
}

#[test]
fn products_are_added_and_restocked_by_the_rules() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tea = product(conn, "TEA", 6_50, 10);
    let price = Money::new(1, Currency::EUR);
    let mut refused = |sku, name, stock| {
        shop::add_product(conn, &NewProduct::new(sku, name, price, stock).unwrap()).unwrap_err()
    };
    assert!(matches!(refused("TEA", "Tea", 1), ShopError::SkuTaken(sku) if sku == "TEA"));
    assert!(matches!(refused(" ", "Tea", 1), ShopError::BlankProduct));
    assert!(matches!(refused("T", "", 1), ShopError::BlankProduct));
    assert!(matches!(refused("T", "Tea", -1), ShopError::StockOutOfRange));
    assert!(matches!(refused("T", "Tea", 1_000_000_001), ShopError::StockOutOfRange));

    assert_eq!(shop::restock(conn, tea.id, 5).unwrap().stock_quantity, 15);
    for pieces in [0, -5] {
        assert!(matches!(shop::restock(conn, tea.id, pieces), Err(ShopError::Quantity { .. })));
    }
    assert!(matches!(shop::restock(conn, tea.id, 1_000_000_000), Err(ShopError::StockOutOfRange)));
    assert!(matches!(shop::restock(conn, tea.id, i32::MAX), Err(ShopError::StockOutOfRange)));
    assert!(matches!(shop::restock(conn, ProductId::new(999), 1), Err(ShopError::ProductNotFound(_))));
}

#[test]
fn a_price_is_changed_in_its_own_currency() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tea = product(conn, "TEA", 6_50, 10);
    let eur = |cents| Money::new(cents, Currency::EUR);
    let dearer = shop::change_price(conn, tea.id, eur(6_90), None).unwrap();
    assert_eq!((dearer.price().unwrap(), dearer.version), (eur(6_90), tea.version + 1));
    let stale = shop::change_price(conn, tea.id, eur(7_00), Some(tea.version)).unwrap_err();
    assert!(
        matches!(stale, ShopError::StaleVersion { product, seen } if (product, seen) == (tea.id, tea.version))
    );
    assert_eq!(
        shop::change_price(conn, tea.id, eur(7_00), Some(dearer.version)).unwrap().price().unwrap(),
        eur(7_00)
    );
    let yen = Money::new(900, Currency::JPY);
    let yen = shop::change_price(conn, tea.id, yen, None).unwrap_err();
    assert!(matches!(yen, ShopError::PriceCurrency { currency: Currency::EUR, .. }), "{yen}");
    let negative = shop::change_price(conn, tea.id, eur(-1), None).unwrap_err();
    assert!(matches!(negative, ShopError::Money(MoneyError::NotAPrice(_))), "{negative}");
    let missing = ProductId::new(999);
    let missing = shop::change_price(conn, missing, eur(1), None).unwrap_err();
    assert!(matches!(missing, ShopError::ProductNotFound(_)));
}

#[test]
fn a_price_that_would_be_rounded_is_refused() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tea = product(conn, "TEA", 6_50, 10);
    let sake = NewProduct::new("SAKE", "Sake", Money::new(1_200, Currency::JPY), 3).unwrap();
    let sake = shop::add_product(conn, &sake).unwrap();
    let mut refused = |id, price: &str| {
        let changes = ProductChanges { price: Some(price.parse().unwrap()), ..ProductChanges::default() };
        shop::update_product(conn, id, 1, &changes).unwrap_err()
    };
    for price in ["1.255", "-0.01", "100000000", "1e1000000000", "1e-1000000000"] {
        assert!(matches!(refused(tea.id, price), ShopError::PriceOutOfRange), "{price}");
    }
    assert!(matches!(refused(sake.id, "1200.50"), ShopError::PriceOutOfRange));
}

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use ledgerstore::models::NewProduct;
use ledgerstore::shop::{self, Line, ShopError};
use ledgerstore::types::{Currency, CursorError, Money, OrderId, OrderStatus, Page, PageRequest, UserId};

use crate::support::{TestDb, lines, product, user};

/// All items of a list, page by page; each page but the last is full.
fn walk<T>(limit: u32, mut read: impl FnMut(&PageRequest) -> Page<T>) -> Vec<T> {
    let (mut all, mut request) = (Vec::new(), PageRequest::new(limit).unwrap());
    loop {
        let page = read(&request);
        all.extend(page.items);
        let Some(next) = page.next else { return all };
        assert_eq!(all.len() % limit as usize, 0, "a page in the middle isn't full");
        // As text, as it goes through a URL.
        request = request.after(next.to_string().parse().unwrap());
    }
}

/// Eleven orders, some of the same instant, every third cancelled.
fn orders(conn: &mut PgConnection, user: UserId) {
    let tea = product(conn, "TEA", 6_50, 100).id;
    for n in 0..11 {
        let order = shop::place_order(conn, user, &[Line::new(tea, 1)]).unwrap().order;
        if n % 3 == 0 {
            shop::cancel(conn, order.id).unwrap();
        }
    }
    conn.batch_execute("UPDATE orders SET created_at = '2026-01-01' WHERE id BETWEEN 3 AND 7").unwrap();
}

#[test]
fn orders_are_listed_newest_first_each_once() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (user(conn, "anna").id, user(conn, "ben").id);
    orders(conn, anna);
    conn.batch_execute(&format!("INSERT INTO orders (user_id, currency) VALUES ({ben}, 'EUR')")).unwrap();
    for (status, expected) in [
        (None, vec![11, 10, 9, 8, 2, 1, 7, 6, 5, 4, 3]),
        (Some(OrderStatus::Cancelled), vec![10, 1, 7, 4]),
        (Some(OrderStatus::Shipped), vec![]),
    ] {
        for limit in 1..=12 {
            let read = |request: &_| shop::list_orders(conn, anna, status, request).unwrap();
            let listed: Vec<_> = walk(limit, read).iter().map(|order| order.id.get()).collect();
            assert_eq!(listed, expected, "{limit} at a time");
        }
    }
}

#[test]
fn what_comes_in_between_moves_no_page() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna").id;
    orders(conn, anna);
    let request = PageRequest::new(4).unwrap();
    let first = shop::list_orders(conn, anna, None, &request).unwrap();
    conn.batch_execute(&format!("INSERT INTO orders (user_id, currency) VALUES ({anna}, 'EUR')")).unwrap();
    let second = shop::list_orders(conn, anna, None, &request.after(first.next.unwrap())).unwrap();
    assert_eq!(second.items.iter().map(|o| o.id).collect::<Vec<_>>(), [2, 1, 7, 6].map(OrderId::new));
}

#[test]
fn available_products_are_listed_by_number() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    for (n, currency) in [Currency::EUR, Currency::JPY].into_iter().cycle().take(9).enumerate() {
        let price = Money::new(500, currency);
        let stock = i32::from(n % 4 != 3);
        shop::add_product(conn, &NewProduct::new(&format!("P{n}"), "P", price, stock).unwrap()).unwrap();
    }
    for (currency, expected) in [
        (None, vec![1, 2, 3, 5, 6, 7, 9]),
        (Some(Currency::EUR), vec![1, 3, 5, 7, 9]),
        (Some(Currency::JPY), vec![2, 6]),
        (Some(Currency::CHF), vec![]),
    ] {
        for limit in 1..=8 {
            let listed = walk(limit, |request| shop::list_available(conn, currency, request).unwrap());
            assert_eq!(listed.iter().map(|p| p.id.get()).collect::<Vec<_>>(), expected, "{limit} at a time");
        }
    }
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, ben) = (user(conn, "anna").id, user(conn, "ben").id);
    orders(conn, anna);
    product(conn, "MUG", 14_00, 1);
    let one = PageRequest::new(1).unwrap();
    let of_orders = shop::list_orders(conn, anna, None, &one).unwrap().next.unwrap();
    let of_products = shop::list_available(conn, None, &one).unwrap().next.unwrap();
    let refused = [
        shop::list_orders(conn, ben, None, &one.clone().after(of_orders)).map(drop),
        shop::list_orders(conn, anna, Some(OrderStatus::Pending), &one.clone().after(of_orders)).map(drop),
        shop::list_orders(conn, anna, None, &one.clone().after(of_products)).map(drop),
        shop::list_available(conn, Some(Currency::EUR), &one.clone().after(of_products)).map(drop),
        shop::list_available(conn, None, &one.clone().after(of_orders)).map(drop),
    ];
    for result in refused {
        assert!(matches!(result, Err(ShopError::Cursor(CursorError::CursorMismatch))), "{result:?}");
    }
}

/// A page in the depth of a long list is found by the index: what comes before it isn't read and thrown away.
#[test]
fn a_deep_page_reads_what_it_shows() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna").id;
    conn.batch_execute(&format!(
        "INSERT INTO orders (user_id, currency, created_at)
         SELECT {anna}, 'EUR', '2026-01-01'::TIMESTAMPTZ + n * INTERVAL '1 minute' FROM generate_series(1, 5000) AS n;
         ANALYZE orders"
    ))
    .unwrap();
    let request = PageRequest::new(50).unwrap();
    let mut page = shop::list_orders(conn, anna, None, &request).unwrap();
    for _ in 0..60 {
        let next = request.clone().after(page.next.unwrap());
        page = shop::list_orders(conn, anna, None, &next).unwrap();
    }
    let deep = request.clone().after(page.next.unwrap());
    let rows_read = "SELECT (seq_tup_read + idx_tup_fetch)::TEXT AS line FROM pg_stat_xact_user_tables WHERE relname = 'orders'";
    // A session's counts of its past may not be reported yet: a new one has none.
    let read: i64 = db.conn().test_transaction::<_, ShopError, _>(|conn| {
        assert_eq!(shop::list_orders(conn, anna, None, &deep)?.items.len(), 50);
        Ok(lines(conn, rows_read)[0].parse().unwrap())
    });
    assert!((50..=60).contains(&read), "{read} rows were read for a page of 50");
}

use diesel::Connection;
use diesel::result::Error;
use ledgerstore::models::Product;

use super::program::Program;
use super::world::world;
use crate::support::TestDb;

#[test]
fn products_are_added_restocked_and_priced() {
    let db = TestDb::new();
    let program = Program::on(&db);
    let runs = [
        program.ok(&[
            "product",
            "add",
            "SAKE",
            "Sake",
            "1200 JPY",
            "--stock",
            "3",
            "--description",
            "From Niigata",
        ]),
        program.ok(&["product", "add", "OUD", "Oud", "12.500 BHD"]),
        program.ok(&["product", "restock", "OUD", "7"]),
        program.ok(&["product", "price", "OUD", "12.750"]),
        program.ok(&["--format", "json", "product", "price", "OUD", "13 BHD", "--expected-version", "3"]),
        program.run(&["product", "price", "OUD", "14", "--expected-version", "3"]),
        program.run(&["product", "price", "OUD", "12.755"]),
        program.run(&["product", "price", "SAKE", "1200.50"]),
        program.run(&["product", "price", "SAKE", "9 EUR"]),
        program.run(&["product", "add", "SAKE", "Sake", "1 JPY"]),
        program.run(&["product", "add", "X", "X", "6.50"]),
        program.run(&["product", "add", "X", "X", "--", "-6.50 EUR"]),
        program.run(&["product", "restock", "SAKE", "-1"]),
        program.run(&["product", "restock", "NONE", "1"]),
    ];
    program.assert("product", &runs);
    assert!(runs[5..].iter().all(|run| run.code == 1), "{runs:?}");
}

#[test]
fn an_order_goes_its_way() {
    let db = world();
    let program = Program::on(&db);
    let runs = [
        program.ok(&["order", "place", "anna", "TEA=2", "MUG=1", "TEA=1"]),
        program.ok(&["order", "next"]),
        program.ok(&["order", "pay", "ORD-000000000004"]),
        program.ok(&["order", "pay", "4"]),
        program.ok(&[
            "order",
            "refund",
            "4",
            "3.00",
            "--idempotency-key",
            "broken",
            "--description",
            "Broken mug",
        ]),
        program.ok(&[
            "order",
            "refund",
            "4",
            "3.00",
            "--idempotency-key",
            "broken",
            "--description",
            "Broken mug",
        ]),
        program.run(&["order", "refund", "4", "30.51"]),
        program.ok(&["order", "ship", "4"]),
        program.run(&["order", "cancel", "4"]),
        program.ok(&["order", "deliver", "4"]),
        program.ok(&["--format", "json", "order", "cancel", "2"]),
        program.ok(&["order", "next"]),
        program.ok(&["inspect", "products"]),
        program.ok(&["--quiet", "audit"]),
    ];
    program.assert("order", &runs);
}

#[test]
fn orders_that_can_not_be_say_why() {
    let db = world();
    let program = Program::on(&db);
    let runs: Vec<_> = [
        &["place", "anna", "NONE=1"][..],
        &["place", "anna", "MUG=99"],
        &["place", "anna", "MUG=0"],
        &["place", "nobody", "MUG=1"],
        &["refund", "2", "1.00"],
        &["ship", "2"],
        &["pay", "999"],
    ]
    .iter()
    .map(|arguments| program.run(&[&["order"], *arguments].concat()))
    .collect();
    assert!(runs.iter().all(|run| run.code == 1), "{runs:?}");
    program.assert("order_refused", &runs);
    for wrong in [
        &["order", "place", "anna"][..],
        &["order", "place", "anna", "MUG"],
        &["order", "place", "anna", "MUG=x"],
    ] {
        assert_eq!(program.run(wrong).code, 2, "{wrong:?}");
    }
}

#[test]
fn no_wait_fails_where_a_product_is_locked() {
    let db = world();
    let program = Program::on(&db);
    db.conn().test_transaction::<_, Error, _>(|other| {
        let mug = Product::find_by_sku(other, "MUG")?.unwrap();
        Product::lock(other, &[mug.id])?;
        let refused = program.run(&["order", "place", "anna", "MUG=1", "--no-wait"]);
        assert_eq!(refused.code, 1);
        assert!(refused.stderr.contains("product MUG is locked by somebody else"), "{refused}");
        Ok(())
    });
    program.ok(&["order", "place", "anna", "MUG=1", "--no-wait"]);
}

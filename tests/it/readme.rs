use ledgerstore::admin::diagram::{mermaid, read};

use crate::support::TestDb;

#[test]
fn the_diagram_in_the_readme_is_current() {
    let db = TestDb::new();
    let drawn = mermaid(&read(&mut db.conn()).unwrap());
    assert!(drawn.contains("transfers {"), "{drawn}");
    let readme = include_str!("../../README.md");
    let shown = readme.split("```mermaid\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(shown, drawn, "put the output of `cargo run -- schema diagram` into README.md");
}

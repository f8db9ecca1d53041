//! The diagrams of the schema, and of schemas that aren't ours.

use diesel::connection::SimpleConnection;
use ledgerstore::admin::diagram::{Schema, dbml, dot, mermaid, read, svg};
use roxmltree::{Document, Node};

use crate::support::TestDb;

/// What makes trouble: names that mean something in SQL, XML, DBML, Mermaid or DOT, keys of several columns, circles,
/// references to the own table, partitions, expressions, and nothing at all.
const ODD: &str = r#"
    CREATE TABLE "Odd <&> ""name""" ("a\b" INT, "c'd" TEXT DEFAULT 'it''s', "e f" TIMESTAMPTZ(3)[], PRIMARY KEY ("a\b", "c'd"));
    COMMENT ON TABLE "Odd <&> ""name""" IS E'<script>alert("1")</script>\n''quoted'' \\ and more';
    CREATE TABLE child (id INT PRIMARY KEY, x INT, y TEXT, own INT REFERENCES child, twice INT UNIQUE REFERENCES child,
        lower_y TEXT GENERATED ALWAYS AS (lower(y)) STORED, ago TIMESTAMPTZ DEFAULT now() - INTERVAL '1 day',
        CONSTRAINT pair FOREIGN KEY (y, x) REFERENCES "Odd <&> ""name""" ("c'd", "a\b") ON DELETE SET NULL ON UPDATE CASCADE);
    CREATE INDEX child_expression ON child (lower(y), x DESC) WHERE x > 0;
    CREATE INDEX child_hash ON child USING hash (y);
    CREATE TABLE egg (id INT PRIMARY KEY, hen INT);
    CREATE TABLE hen (id INT PRIMARY KEY, egg INT REFERENCES egg, again INT REFERENCES egg);
    ALTER TABLE egg ADD FOREIGN KEY (hen) REFERENCES hen, ADD FOREIGN KEY (hen) REFERENCES hen;
    CREATE TABLE parts (at DATE, egg INT REFERENCES egg) PARTITION BY RANGE (at);
    CREATE TABLE parts_now PARTITION OF parts DEFAULT;
    CREATE TABLE nothing ();
    CREATE TABLE __tool (id INT);
"#;

fn odd() -> Schema {
    let db = TestDb::empty();
    let mut conn = db.conn();
    conn.batch_execute(ODD).unwrap();
    read(&mut conn).unwrap()
}

fn ours() -> Schema {
    read(&mut TestDb::new().conn()).unwrap()
}

/// The boxes of an SVG picture: left, top, right, bottom.
fn boxes(text: &str) -> Vec<[f64; 4]> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let tables = document.descendants().filter(|node| node.attribute("class") == Some("table"));
    tables.map(|table| edges(&table)).collect()
}

fn edges(table: &Node<'_, '_>) -> [f64; 4] {
    let place = table.attribute("transform").unwrap();
    let place = place.trim_start_matches("translate(").trim_end_matches(')');
    let (x, y) = place.split_once(' ').unwrap();
    let frame = table.children().find(|node| node.attribute("class") == Some("box")).unwrap();
    let number = |text: &str| text.parse::<f64>().unwrap();
    let size = |name| number(frame.attribute(name).unwrap());
    [number(x), number(y), number(x) + size("width"), number(y) + size("height")]
}

#[test]
fn reads_what_the_catalog_has() {
    let schema = odd();
    let names: Vec<_> = schema.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["Odd <&> \"name\"", "child", "egg", "hen", "nothing", "parts"]);
    let pair = schema.references.iter().find(|one| one.name == "pair").unwrap();
    assert_eq!(
        (&pair.child_columns[..], &pair.parent_columns[..]),
        (&["y", "x"].map(String::from)[..], &["c'd", "a\\b"].map(String::from)[..])
    );
    assert_eq!((pair.on_delete.as_deref(), pair.on_update.as_deref()), (Some("set null"), Some("cascade")));
    assert!(pair.optional && !pair.single);
    let twice = schema.references.iter().find(|one| one.child_columns == ["twice"]).unwrap();
    assert!(twice.single && twice.parent == "child");
    assert_eq!(
        schema.references.iter().filter(|one| one.child == "parts").count(),
        1,
        "{:?}",
        schema.references
    );
}

#[test]
fn every_picture_is_sound_xml_without_overlapping_boxes() {
    for schema in [ours(), odd(), Schema::default()] {
        let drawn = svg(&schema);
        let boxes = boxes(&drawn);
        assert_eq!(boxes.len(), schema.tables.len());
        for (at, [left, top, right, bottom]) in boxes.iter().enumerate() {
            assert!(left < right && top < bottom);
            let apart = |other: &[f64; 4]| {
                right <= &other[0] || &other[2] <= left || bottom <= &other[1] || &other[3] <= top
            };
            assert!(boxes[..at].iter().all(apart), "{boxes:?}");
        }
        let document = Document::parse(&drawn).unwrap();
        let lines = document.descendants().filter(|node| node.attribute("class") == Some("line")).count();
        assert_eq!(lines, schema.references.len());
    }
}

#[test]
fn a_picture_tells_what_columns_are_for() {
    let schema = ours();
    let drawn = svg(&schema);
    let document = Document::parse(&drawn).unwrap();
    let titles: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("title"))
        .filter_map(|node| node.text())
        .collect();
    let columns: usize = schema.tables.iter().map(|table| table.columns.len()).sum();
    assert_eq!(titles.len(), schema.tables.len() + columns + schema.references.len());
    assert!(
        titles.contains(&"sku text, never NULL\nThe stock keeping unit: the shop's own unique code."),
        "{titles:?}"
    );
}

#[test]
fn nothing_breaks_out_of_its_quotes() {
    let schema = odd();
    assert!(!svg(&schema).contains("<script>"));
    let dot = dot(&schema);
    assert!(
        dot.contains(r#"[tooltip="<script>alert(\"1\")</script> 'quoted' \\ and more", label=<"#),
        "{dot}"
    );
    assert!(dot.contains("<b>Odd &lt;&amp;&gt; &quot;name&quot;</b>"), "{dot}");
    let dbml = dbml(&schema);
    let note = r#"Note: '<script>alert("1")</script>\n\'quoted\' \\ and more'"#;
    assert!(dbml.contains(note), "{dbml}");
    assert!(dbml.contains(r#"Ref "pair": "child".("y", "x") > "Odd <&> \"name\"".("c'd", "a\\b") [delete: set null, update: cascade]"#), "{dbml}");
    assert!(dbml.contains("\n// Table \"nothing\" has no columns"), "{dbml}");
    assert!(dbml.contains("(`lower(y)`, \"x\") [name: 'child_expression', note: 'Where x > 0.']"), "{dbml}");
    assert_eq!(dbml.matches("\"egg\".\"hen\" > \"hen\".\"id\"").count(), 1, "{dbml}");
    assert!(
        mermaid(&schema).contains("    \"Odd <&> _name_\" {\n        integer a_b PK\n"),
        "{}",
        mermaid(&schema)
    );
}

use std::fs;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use iso_currency::IntoEnumIterator;
use ledgerstore::types::Currency;

use crate::support::{TestDb, lines};

/// One table as `diesel print-schema` writes it, for each table of the live catalog.
const PRINTED: &str = "
SELECT format(E'diesel::table! {\\n    /// %s\\n    %s (%s) {\\n%s\\n    }\\n}\\n', obj_description(c.oid), relname,
              (SELECT attname FROM pg_attribute JOIN pg_index ON indrelid = attrelid AND attnum = indkey[0]
               WHERE attrelid = c.oid AND indisprimary),
              string_agg(format(E'        /// %s\\n        %s -> %s,', col_description(c.oid, attnum), attname,
                                CASE WHEN attnotnull THEN type ELSE format('Nullable<%s>', type) END),
                         E'\\n' ORDER BY attnum)) AS line
FROM pg_class c
JOIN (SELECT *, initcap(typname::TEXT) AS type FROM pg_attribute JOIN pg_type t ON t.oid = atttypid) a ON attrelid = c.oid
WHERE relnamespace = current_schema()::REGNAMESPACE AND relkind = 'r' AND NOT starts_with(relname, '__')
  AND attnum > 0 AND NOT attisdropped
GROUP BY c.oid, relname ORDER BY relname";

#[test]
fn schema_rs_is_the_live_catalog() {
    let db = TestDb::new();
    let printed = lines(&mut db.conn(), PRINTED);
    assert_eq!(printed.len(), 9);
    let file = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema.rs")).unwrap();
    let start = file.find("diesel::table!").unwrap();
    let end = file.find("\ndiesel::joinable!").unwrap();
    assert_eq!(file[start..end], printed.join("\n"));
}

#[test]
fn no_migration_names_the_schema() {
    let texts = migration_texts();
    assert!(texts.len() >= 28, "{}", texts.len());
    for (path, text) in texts {
        assert!(!text.to_lowercase().contains("public."), "{path} names a schema");
    }
}

/// Every file of every migration, with its path.
pub(super) fn migration_texts() -> Vec<(String, String)> {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).unwrap();
    let folders = folders.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| [folder.join("up.sql"), folder.join("down.sql")]);
    files.map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap())).collect()
}

#[derive(QueryableByName)]
struct Exponent {
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Integer)]
    exponent: i32,
}

#[test]
fn currency_exponents_are_the_same_in_sql_and_rust() {
    let db = TestDb::new();
    let codes: Vec<_> = iso_currency::Currency::iter().map(|currency| currency.code()).collect();
    assert!(codes.len() >= 170, "{}", codes.len());
    let query = diesel::sql_query("SELECT code, currency_exponent(code) AS exponent FROM unnest($1) AS code")
        .bind::<diesel::sql_types::Array<Text>, _>(&codes);
    let in_sql: Vec<Exponent> = query.load(&mut db.conn()).unwrap();
    assert_eq!(in_sql.len(), codes.len());
    for Exponent { code, exponent } in in_sql {
        let currency: Currency = code.parse().unwrap();
        assert_eq!(u32::try_from(exponent), Ok(currency.exponent()), "{code}");
    }
}

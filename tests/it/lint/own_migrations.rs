use ledgerstore::admin::lint::{Config, lint};
use ledgerstore::database::migrations::{MigrationFile, Migrations};

#[test]
fn our_own_migrations_are_safe() {
    let config = Config::embedded().unwrap();
    let migrations = Migrations::embedded().unwrap();
    assert!(migrations.files().len() > 15);
    for file in migrations.files() {
        assert_eq!(lint(file, &config), []);
        // It was looked at: without its down.sql there is a finding.
        let found = lint(&MigrationFile { down: None, ..file.clone() }, &config);
        assert_eq!(found.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["missing-down"]);
    }
}

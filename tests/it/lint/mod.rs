//! The linter for migrations: each rule finds what it is for, and leaves what is safe alone.

mod locks;
mod ours;
mod own_migrations;

use ledgerstore::admin::lint::{Config, Finding, Severity, lint};
use ledgerstore::database::migrations::MigrationFile;

/// What a migration begins with, so that nothing is found for lack of it.
const TIMEOUTS: &str = "SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '1min';\n";

fn migration(up: &str, down: Option<&str>, transactional: bool) -> MigrationFile {
    MigrationFile {
        version: "1".to_owned(),
        name: "1_case".to_owned(),
        up: up.to_owned(),
        down: down.map(str::to_owned),
        transactional,
        folder: None,
    }
}

/// A migration whose other file is as it should be.
struct Case {
    up: String,
    down: Option<String>,
    transactional: bool,
}

impl Case {
    fn up(sql: &str) -> Self {
        Self { up: format!("{TIMEOUTS}{sql}"), down: Some("SELECT 1;".to_owned()), transactional: true }
    }

    fn down(self, sql: &str) -> Self {
        Self { down: Some(sql.to_owned()), ..self }
    }

    fn outside_transaction(sql: &str) -> Self {
        Self { up: sql.to_owned(), down: Some("SELECT 1;".to_owned()), transactional: false }
    }

    fn findings(&self) -> Vec<Finding> {
        lint(&migration(&self.up, self.down.as_deref(), self.transactional), &Config::default())
    }

    /// How often a rule is broken.
    fn count(&self, rule: &str) -> usize {
        let found = self.findings();
        assert!(found.iter().all(|finding| finding.rule != "syntax-error"), "{}: {found:?}", self.up);
        found.iter().filter(|finding| finding.rule == rule).count()
    }
}

#[track_caller]
fn breaks(rule: &str, case: &Case) {
    assert_eq!(case.count(rule), 1, "{rule}: {} {:?}", case.up, case.findings());
}

#[track_caller]
fn keeps(rule: &str, case: &Case) {
    assert_eq!(case.count(rule), 0, "{rule}: {} {:?}", case.up, case.findings());
}

#[test]
fn a_finding_says_where_what_and_what_instead() {
    let up = "SET LOCAL lock_timeout = '5s';\nSET LOCAL statement_timeout = '1min';\n\n  -- Größe\n  ALTER TABLE users DROP COLUMN size;\n";
    let found = lint(&migration(up, Some("SELECT 'size';"), true), &Config::default());
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert_eq!((finding.rule.as_str(), finding.severity), ("ban-drop-column", Severity::Error));
    assert_eq!((finding.file.as_str(), finding.line, finding.column), ("migrations/1_case/up.sql", 5, 21));
    assert!(finding.message.contains("may break existing clients"));
    assert!(finding.safe_way.contains("release programs that don't name the column first"));
}

#[test]
fn comments_ignore_squawks_rules_and_ours() {
    let drop = "ALTER TABLE users DROP COLUMN a;";
    let case = |up: &str| Case::up(up).down("SELECT 'a';").findings().len();
    assert_eq!(case(drop), 1);
    assert_eq!(case(&format!("-- squawk-ignore ban-drop-column\n{drop}")), 0);
    assert_eq!(
        case(&format!("-- squawk-ignore ban-drop-table, ban-drop-column -- nobody reads it\n{drop}")),
        0
    );
    assert_eq!(case(&format!("-- squawk-ignore ban-drop-column\n\n{drop}")), 1);
    assert_eq!(case(&format!("{drop}\n-- squawk-ignore-file ban-drop-column")), 0);

    let write = "DELETE FROM users;";
    assert_eq!(case(write), 1);
    assert_eq!(case(&format!("-- squawk-ignore unfiltered-write\n{write}")), 0);
    assert_eq!(case(&format!("{write} -- squawk-ignore unfiltered-write")), 0);
    assert_eq!(case(&format!("-- squawk-ignore-file\n{write}")), 0);
    // A name that no rule has is told: it ignores nothing.
    let misspelt = Case::up(&format!("-- squawk-ignore unfiltered-writes\n{write}")).findings();
    assert_eq!(
        misspelt.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(),
        ["unused-ignore", "unfiltered-write"]
    );
}

#[test]
fn the_configuration_excludes() {
    let excluded = ["missing-down".to_owned(), "ban-drop-table".to_owned()];
    let config = Config::default().excluding(&excluded).unwrap();
    let up = format!("{TIMEOUTS}DROP TABLE a; ALTER TABLE b DROP COLUMN c;");
    let file = migration(&up, None, true);
    let rules = |config: &Config| lint(&file, config).into_iter().map(|found| found.rule).collect::<Vec<_>>();
    assert_eq!(rules(&Config::default()), ["missing-down", "ban-drop-table", "ban-drop-column"]);
    assert_eq!(rules(&config), ["ban-drop-column"]);
    let unknown = Config::default().excluding(&["ban-everything".to_owned()]).unwrap_err();
    assert!(unknown.to_string().contains("no rule \"ban-everything\""));
}

#[test]
fn what_is_no_sql_is_found() {
    let found = Case::up("CREATE TABEL a (id BIGINT);").findings();
    assert!(found.iter().any(|finding| finding.rule == "syntax-error" && finding.line == 2), "{found:?}");
}

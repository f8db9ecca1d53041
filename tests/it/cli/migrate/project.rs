//! Somebody else's project: a folder of migrations, and a database that the first of them is applied to.

use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::SimpleConnection;

use crate::cli::program::{Program, Run};
use crate::support::{TestDb, catalog, lines, rows};

pub struct Project {
    pub db: TestDb,
    pub program: Program,
}

/// What migrations can change: the catalog, the rows, and both tables of the history.
pub type Everything = (BTreeSet<String>, BTreeMap<String, Vec<String>>, Vec<String>);

impl Project {
    /// With a table `parts` that holds something, two of its rows with the same name.
    pub fn new() -> Self {
        let project = Self::untouched();
        project.ok(&["up"]);
        project
            .db
            .conn()
            .batch_execute("INSERT INTO parts VALUES (1, 'bolt', 10), (2, 'nut', 20), (3, 'bolt', 5)")
            .unwrap();
        project
    }

    /// Nothing is applied yet.
    pub fn untouched() -> Self {
        let db = TestDb::empty();
        let project = Self { program: Program::on(&db), db };
        project.add(
            "01_make_parts",
            "CREATE TABLE parts (id INT PRIMARY KEY, name TEXT, quantity INT);",
            "DROP TABLE parts;",
        );
        project
    }

    /// Adds a migration, or writes it anew.
    pub fn add(&self, name: &str, up: &str, down: &str) {
        let folder = self.program.folder().join("migrations").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        self.program.write(&format!("migrations/{name}/up.sql"), up);
        self.program.write(&format!("migrations/{name}/down.sql"), down);
    }

    /// Adds one that runs without a transaction.
    pub fn add_alone(&self, name: &str, up: &str, down: &str) {
        self.add(name, up, down);
        self.program.write(&format!("migrations/{name}/metadata.toml"), "run_in_transaction = false");
    }

    pub fn remove(&self, name: &str) {
        std::fs::remove_dir_all(self.program.folder().join("migrations").join(name)).unwrap();
    }

    pub fn arguments<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
        [&["migrate"], arguments, &["--migrations", "migrations"]].concat()
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.program.run(&Self::arguments(arguments))
    }

    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> Run {
        self.program.ok(&Self::arguments(arguments))
    }

    pub fn everything(&self) -> Everything {
        let conn = &mut self.db.conn();
        let history = lines(
            conn,
            "SELECT to_jsonb(d)::TEXT || coalesce(to_jsonb(o)::TEXT, '') AS line
             FROM __diesel_schema_migrations d FULL JOIN __ledgerstore_migrations o USING (version) ORDER BY version",
        );
        (catalog(conn), rows(conn), history)
    }

    /// Runs what has to fail, and looks that nothing is changed by it.
    #[track_caller]
    pub fn fails(&self, arguments: &[&str], code: i32) -> Run {
        let before = self.everything();
        assert!(before.2.len() == 1 || before.0.len() > 1, "{before:?}");
        let run = self.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{run}");
        assert_eq!(self.everything(), before, "{run}");
        run
    }
}

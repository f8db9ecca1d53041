//! Backups by the real `pg_dump`, restored into other databases.

mod damage;
mod files;
mod interrupt;
mod programs;
mod reset;
mod restoring;

use std::path::PathBuf;

use ledgerstore::admin::backup::backup;

use crate::cli::program::Program;
use crate::cli::world::world;
use crate::support::{TestDb, catalog};

/// A backup of the small world in a folder of its own, the world itself, and the program on an empty database.
struct Fixture {
    folder: tempfile::TempDir,
    source: TestDb,
    target: TestDb,
}

impl Fixture {
    fn new() -> Self {
        let fixture = Self { folder: tempfile::tempdir().unwrap(), source: world(), target: TestDb::empty() };
        backup(&fixture.source.info(), &fixture.file(), &mut ()).unwrap();
        fixture
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("shop.dump")
    }

    fn checksum(&self) -> PathBuf {
        self.folder.path().join("shop.dump.sha256")
    }

    fn program(&self) -> Program {
        Program::on(&self.target)
    }

    /// What is in the target, which is nothing unless something was restored.
    #[track_caller]
    fn assert_empty(&self) {
        let empty = catalog(&mut TestDb::empty().conn());
        assert_eq!(catalog(&mut self.target.conn()), empty);
    }
}

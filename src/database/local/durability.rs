use std::path::Path;

use super::LocalError;

/// Whether what was committed outlives a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It does: PostgreSQL's own defaults. 100 connections.
    Durable,
    /// It doesn't, and everything is faster: `fsync`, `synchronous_commit` and `full_page_writes` are off. Data
    /// folders made this way are marked, and are never opened any other way. 300 connections.
    ForTests,
}

/// In a data folder made for tests.
const MARK: &str = "MADE_FOR_TESTS";

impl Durability {
    /// What the server is started with. These settings stand above those in its files, whatever was done to them.
    pub(super) fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Durable => &["fsync=on", "full_page_writes=on"],
            Self::ForTests => {
                &["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300"]
            }
        }
    }

    /// Marks a new data folder, when it is for tests.
    pub(super) fn mark(self, data: &Path) -> Result<(), LocalError> {
        let mark = data.join(MARK);
        match self {
            Self::Durable => Ok(()),
            // A new file: root writes in another user's folder here, where a link could lead astray.
            Self::ForTests => {
                std::fs::File::create_new(&mark).map(drop).map_err(LocalError::io("create", &mark))
            }
        }
    }

    /// Refuses a data folder that was made with the other durability.
    pub(super) fn check(self, data: &Path) -> Result<(), LocalError> {
        let mark = data.join(MARK);
        let is_marked = mark.try_exists().map_err(LocalError::io("look for", &mark))?;
        match self {
            Self::Durable if is_marked => Err(LocalError::MarkedForTests { data: data.to_owned() }),
            Self::ForTests if !is_marked => Err(LocalError::NotForTests { data: data.to_owned() }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_what_was_made_alike() {
        let data = tempfile::tempdir().unwrap();
        Durability::Durable.mark(data.path()).unwrap();
        Durability::Durable.check(data.path()).unwrap();
        assert!(matches!(Durability::ForTests.check(data.path()), Err(LocalError::NotForTests { .. })));
        Durability::ForTests.mark(data.path()).unwrap();
        Durability::ForTests.check(data.path()).unwrap();
        assert!(matches!(Durability::Durable.check(data.path()), Err(LocalError::MarkedForTests { .. })));
    }
}

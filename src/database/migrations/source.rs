//! Where migrations come from: those built into this crate, or the folder of any Diesel project.

use std::io;
use std::path::{Path, PathBuf};

use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel_migrations::FileBasedMigrations;
use thiserror::Error;

use super::embedded::{MIGRATIONS, TEXTS};

/// One migration, as it stands in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// Digits that order the migrations: the folder's name up to the first `_`, without dashes.
    pub version: String,
    /// The folder's name.
    pub name: String,
    /// What makes the change.
    pub up: String,
    /// What undoes it; `None` without a `down.sql`.
    pub down: Option<String>,
    /// Whether it runs in a transaction, as all do but those whose `metadata.toml` says
    /// `run_in_transaction = false`.
    pub transactional: bool,
    /// Where it is; `None` for those built in.
    pub folder: Option<PathBuf>,
}

/// Why migrations couldn't be had.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The folder of migrations can't be read, or it isn't one.
    #[error("the migrations in {folder} can't be read: {reason}", folder = folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What Diesel or the system said.
        reason: String,
    },
    /// One migration's file can't be read.
    #[error("{file} can't be read: {source}", file = file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Two folders begin with the same version, so that only one could ever be applied.
    #[error("{one} and {other} have the same version; rename the folder that isn't applied anywhere yet")]
    SameVersion {
        /// One folder's name.
        one: String,
        /// The other's.
        other: String,
    },
    /// What was built in contradicts itself.
    #[error("the built-in migrations can't be read: {0}")]
    Embedded(String),
    /// No migration is called so.
    #[error(
        "there is no migration {0:?}; give its version, its folder's name or what follows the version in it"
    )]
    Unknown(String),
    /// Several migrations are called so.
    #[error("{wanted:?} may be {}; give the version", names.join(" or "))]
    Ambiguous {
        /// What was asked for.
        wanted: String,
        /// The folders that fit.
        names: Vec<String>,
    },
}

/// Migrations in the order of their versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrations {
    files: Vec<MigrationFile>,
    folder: Option<PathBuf>,
}

impl Migrations {
    /// Those built into this crate.
    ///
    /// # Errors
    /// [`SourceError::Embedded`] when the crate was built from two different states of its folder.
    pub fn embedded() -> Result<Self, SourceError> {
        let known = MigrationSource::<Pg>::migrations(&MIGRATIONS)
            .map_err(|error| SourceError::Embedded(error.to_string()))?;
        let files: Result<Vec<_>, _> =
            known.iter().map(|migration| embedded_file(migration.as_ref())).collect();
        Self::in_order(files?, None)
    }

    /// Those of a folder, found and named just as Diesel does it.
    ///
    /// # Errors
    /// When the folder or a file in it can't be read, or two migrations have the same version.
    pub fn read(folder: &Path) -> Result<Self, SourceError> {
        let failed = |reason| SourceError::Folder { folder: folder.to_owned(), reason };
        let source = FileBasedMigrations::from_path(folder).map_err(|error| failed(error.to_string()))?;
        let known = MigrationSource::<Pg>::migrations(&source).map_err(|error| failed(error.to_string()))?;
        let files: Result<Vec<_>, _> = known.iter().map(|m| file_in(folder, m.as_ref())).collect();
        Self::in_order(files?, Some(folder.to_owned()))
    }

    fn in_order(mut files: Vec<MigrationFile>, folder: Option<PathBuf>) -> Result<Self, SourceError> {
        files.sort_by(|one, other| one.version.cmp(&other.version));
        match files.windows(2).find(|pair| pair[0].version == pair[1].version) {
            Some(pair) => {
                Err(SourceError::SameVersion { one: pair[0].name.clone(), other: pair[1].name.clone() })
            }
            None => Ok(Self { files, folder }),
        }
    }

    /// Every migration, the oldest first.
    pub fn files(&self) -> &[MigrationFile] {
        &self.files
    }

    /// The folder they were read from; `None` for those built in.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The migration of just this version.
    pub fn of_version(&self, version: &str) -> Option<&MigrationFile> {
        self.files.iter().find(|file| file.version == version)
    }

    /// The migration that a person means: by its version (dashes or not), its folder's name, or what follows the
    /// version in that name.
    ///
    /// # Errors
    /// [`SourceError::Unknown`] or [`SourceError::Ambiguous`].
    pub fn find(&self, wanted: &str) -> Result<&MigrationFile, SourceError> {
        let version = wanted.replace('-', "");
        let exact = self.files.iter().find(|file| file.version == version || file.name == wanted);
        if let Some(file) = exact {
            return Ok(file);
        }
        let subject =
            |file: &MigrationFile| file.name.split_once('_').is_some_and(|(_, name)| name == wanted);
        let fitting: Vec<_> = self.files.iter().filter(|file| subject(file)).collect();
        match fitting[..] {
            [] => Err(SourceError::Unknown(wanted.to_owned())),
            [only] => Ok(only),
            _ => Err(SourceError::Ambiguous {
                wanted: wanted.to_owned(),
                names: fitting.iter().map(|file| file.name.clone()).collect(),
            }),
        }
    }
}

impl MigrationFile {
    /// The path of its `up.sql`, as people find it: below the folder it was read from, or below this crate's.
    pub fn up_path(&self) -> PathBuf {
        self.path("up.sql")
    }

    /// The path of its `down.sql`, whether it is there or not.
    pub fn down_path(&self) -> PathBuf {
        self.path("down.sql")
    }

    fn path(&self, file: &str) -> PathBuf {
        let built_in = || Path::new("migrations").join(&self.name);
        self.folder.clone().unwrap_or_else(built_in).join(file)
    }
}

fn embedded_file(migration: &dyn Migration<Pg>) -> Result<MigrationFile, SourceError> {
    let name = migration.name().to_string();
    let text = TEXTS.iter().find(|text| text.name == name);
    let text = text.ok_or_else(|| SourceError::Embedded(format!("{name} has no text")))?;
    Ok(MigrationFile {
        version: migration.name().version().to_string(),
        up: text.up.to_owned(),
        down: text.down.map(str::to_owned),
        transactional: migration.metadata().run_in_transaction(),
        folder: None,
        name,
    })
}

fn file_in(base: &Path, migration: &dyn Migration<Pg>) -> Result<MigrationFile, SourceError> {
    let name = migration.name().to_string();
    let folder = base.join(&name);
    let read = |file: &str| {
        let file = folder.join(file);
        std::fs::read_to_string(&file).map_err(|source| SourceError::File { file, source })
    };
    let down = match read("down.sql") {
        Err(SourceError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => None,
        read => Some(read?),
    };
    Ok(MigrationFile {
        version: migration.name().version().to_string(),
        up: read("up.sql")?,
        down,
        transactional: migration.metadata().run_in_transaction(),
        folder: Some(folder),
        name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_what_the_folder_holds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let (built_in, read) = (Migrations::embedded().unwrap(), Migrations::read(&folder).unwrap());
        assert!(built_in.files().len() >= 17);
        let without_folder = |file: &MigrationFile| MigrationFile { folder: None, ..file.clone() };
        assert_eq!(built_in.files(), read.files().iter().map(without_folder).collect::<Vec<_>>());
    }

    #[test]
    fn a_migration_is_found_by_any_of_its_names() {
        let migrations = Migrations::embedded().unwrap();
        let version = "202611201005000000";
        for wanted in [version, "2026-11-20-100500-0000", "2026-11-20-100500-0000_add_users", "add_users"] {
            assert_eq!(migrations.find(wanted).unwrap().version, version);
        }
        assert!(matches!(migrations.find("add"), Err(SourceError::Unknown(_))));
        assert!(matches!(migrations.find(""), Err(SourceError::Unknown(_))));
    }

    #[test]
    fn a_folder_is_read_as_diesel_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("README.md", "not a migration");
        write(".hidden/x", "");
        write("2026-01-02-000000-0000_b/up.sql", "SELECT 2");
        write("2026-01-02-000000-0000_b/metadata.toml", "run_in_transaction = false");
        write("2026-01-01-000000-0000_a/up.sql", "SELECT 1");
        write("2026-01-01-000000-0000_a/down.sql", "SELECT -1");
        let migrations = Migrations::read(folder.path()).unwrap();
        let told: Vec<_> = migrations
            .files()
            .iter()
            .map(|f| (f.version.as_str(), f.up.as_str(), f.down.as_deref(), f.transactional))
            .collect();
        let expected = [
            ("202601010000000000", "SELECT 1", Some("SELECT -1"), true),
            ("202601020000000000", "SELECT 2", None, false),
        ];
        assert_eq!(told, expected);

        write("20260101-000000-0000_same/up.sql", "SELECT 3");
        assert!(matches!(Migrations::read(folder.path()), Err(SourceError::SameVersion { .. })));
        write("empty/x", "");
        assert!(matches!(Migrations::read(folder.path()), Err(SourceError::Folder { .. })));
        assert!(matches!(Migrations::read(Path::new("/nowhere")), Err(SourceError::Folder { .. })));
    }
}

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::database::ConnectError;

/// Why a backup wasn't made or restored. Nothing was left behind, and nothing was changed.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The file is there already.
    #[error("{} is there already and was left alone; name another file, or say that it may be replaced", .0.display())]
    Exists(PathBuf),
    /// The folder that the file should be in isn't there.
    #[error("there is no folder {}; make it (mkdir -p) or name another one", .0.display())]
    NoFolder(PathBuf),
    /// There is no such backup.
    #[error("there is no file {}", .0.display())]
    NoFile(PathBuf),
    /// A folder, a device or a pipe was named.
    #[error("{} isn't a plain file; name the file that holds the backup", .0.display())]
    NotAFile(PathBuf),
    /// The disk is full.
    #[error("the disk of {} is full; free some space, or name a file on another disk", .0.display())]
    DiskFull(PathBuf),
    /// A file couldn't be worked with.
    #[error("can't {doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// No `pg_dump` and `pg_restore` that know the server's version.
    #[error(
        "the server is PostgreSQL {server}, which needs pg_dump and pg_restore of version {server} or newer (found: \
         {found}); install them (Debian, Ubuntu: apt install postgresql-client-{server}; Fedora: dnf install \
         postgresql; macOS: brew install postgresql@{server}), or set LEDGERSTORE_PG_BIN to the folder that holds them"
    )]
    NoPrograms {
        /// The server's major version.
        server: u32,
        /// The major versions that were found, and where, if only one folder was searched.
        found: String,
    },
    /// A secret that PostgreSQL's programs take on their command line only, where everybody can read it.
    #[error(
        "{0} can't be handed to pg_dump and pg_restore without showing it to everybody on this machine; leave it out \
         of the connection string and put it into a service file (~/.pg_service.conf, PGSERVICE)"
    )]
    Secret(&'static str),
    /// `pg_dump` or `pg_restore` failed.
    #[error(
        "{program} {major} failed on the server, which is PostgreSQL {server}, and nothing is left of it: {said}"
    )]
    Program {
        /// Which of the two.
        program: &'static str,
        /// Its major version.
        major: u32,
        /// The server's major version.
        server: u32,
        /// What it said.
        said: String,
    },
    /// The file can't be read as a backup.
    #[error("{} can't be read as a backup: {said}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What `pg_restore` said.
        said: String,
    },
    /// The checksum's file holds another checksum, or none.
    #[error(
        "{} isn't what was backed up: its checksum differs from the one in {}. Nothing was restored; take another copy \
         of the backup", file.display(), checksum.display()
    )]
    ChecksumDiffers {
        /// The backup.
        file: PathBuf,
        /// The file with its checksum.
        checksum: PathBuf,
    },
    /// The schema to restore into holds something.
    #[error(
        "the schema {schema} isn't empty, it holds {found}. Nothing was restored; restore into an empty database \
         (createdb) or, where its data may be thrown away, empty the schema"
    )]
    NotEmpty {
        /// The current schema.
        schema: String,
        /// The first few things in it.
        found: String,
    },
    /// The backup is one of another schema than the connection's, or of no ledgerstore at all.
    #[error(
        "{} {}. Nothing was restored; restore it with a connection whose search_path begins with the same schema",
        file.display(), describe(held, schema)
    )]
    OtherSchema {
        /// The backup.
        file: PathBuf,
        /// The schemas in it that hold ledgerstore's tables.
        held: Vec<String>,
        /// The connection's first schema.
        schema: String,
    },
    /// It was asked to stop.
    #[error("interrupted: nothing is left of it")]
    Interrupted,
    /// The database can't be reached.
    #[error("{0}")]
    Connect(#[from] ConnectError),
    /// A query failed.
    #[error("{0}")]
    Database(#[from] diesel::result::Error),
}

fn describe(held: &[String], schema: &str) -> String {
    match held {
        [] => "holds no tables of ledgerstore".to_owned(),
        _ => format!("holds the schema {}, and the connection's is {schema}", held.join(", ")),
    }
}

impl BackupError {
    /// Whether a guard refused, rather than something failing.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Exists(_) | Self::ChecksumDiffers { .. } | Self::NotEmpty { .. } | Self::OtherSchema { .. }
        )
    }

    /// Names a full disk; says of anything else what was being done, and to what.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path),
            _ => Self::Io { doing, path, source },
        }
    }
}

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why the local PostgreSQL server can't be found, started, reached or stopped. Each message says what to do.
#[derive(Debug, Error)]
pub enum LocalError {
    /// No folder of this machine holds `initdb`, `postgres` and `pg_ctl`.
    #[error(
        "PostgreSQL isn't installed here; install it (Debian, Ubuntu: apt install postgresql; Fedora: dnf install \
         postgresql-server; macOS: brew install postgresql), or set LEDGERSTORE_PG_BIN to the folder that holds \
         initdb, postgres and pg_ctl, or DATABASE_URL to a server that runs elsewhere"
    )]
    NoPrograms,
    /// Programs were found, but none that is new enough.
    #[error(
        "the newest PostgreSQL found here is {newest}, and {oldest} is the oldest that will do; install a newer one, \
         or set LEDGERSTORE_PG_BIN to the folder that holds its programs"
    )]
    ProgramsTooOld {
        /// The newest major version that was found.
        newest: u32,
        /// The oldest major version that is supported.
        oldest: u32,
    },
    /// `LEDGERSTORE_PG_BIN` names a folder that lacks a program.
    #[error(
        "{} (from LEDGERSTORE_PG_BIN) doesn't hold {missing}; name the folder that holds initdb, postgres and \
         pg_ctl, or unset the variable to have one searched for", folder.display()
    )]
    ProgramsMissing {
        /// The folder that was named.
        folder: PathBuf,
        /// The programs that aren't there.
        missing: String,
    },
    /// The programs in the folder that `LEDGERSTORE_PG_BIN` names don't run.
    #[error(
        "the programs in {} (from LEDGERSTORE_PG_BIN) don't run as user {user}: {reason}; make them executable for \
         that user, or unset the variable to have others searched for", folder.display()
    )]
    ProgramsUnusable {
        /// The folder that was named.
        folder: PathBuf,
        /// The operating system's user that the server runs as.
        user: String,
        /// What went wrong.
        reason: String,
    },
    /// The data were made by a major version whose programs aren't here (any more).
    #[error(
        "{} holds data of PostgreSQL {major}, whose programs weren't found (found: {found}); install PostgreSQL \
         {major} or set LEDGERSTORE_PG_BIN to its programs, or move the data to a new version with pg_upgrade, or set \
         LEDGERSTORE_DATA to a new folder to begin afresh", data.display()
    )]
    ProgramsGone {
        /// The data folder.
        data: PathBuf,
        /// Its major version.
        major: u32,
        /// The major versions whose programs were found.
        found: String,
    },
    /// The process's user id has no entry in the user database, without which `initdb` refuses to work.
    #[error(
        "user id {uid} has no name on this machine, and PostgreSQL needs one; add a line for it to /etc/passwd (in a \
         container: `useradd --uid {uid} app`), or set DATABASE_URL to a server that runs elsewhere"
    )]
    NoPasswdEntry {
        /// The process's effective user id.
        uid: u32,
    },
    /// The process is root's, and there is no user to run the server as.
    #[error(
        "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor a user `nobody` to run it as; \
         add one (`useradd --system postgres`) or work as an ordinary user"
    )]
    NoServerUser,
    /// The process is root's but may not become another user.
    #[error(
        "PostgreSQL refuses to run as root, and this root may not become user {user}; give the container the \
         capabilities SETUID, SETGID and CHOWN, or run it as an ordinary user, or set DATABASE_URL to a server that \
         runs elsewhere"
    )]
    CannotChangeUser {
        /// The user that the server should have run as.
        user: String,
    },
    /// There is no home folder to keep the data in.
    #[error("there is no home folder to keep the data in; set HOME, XDG_DATA_HOME or LEDGERSTORE_DATA")]
    NoHome,
    /// The server's user may not enter or write to a folder on the way to the data.
    #[error(
        "the server runs as user {user}, who may not use {}; give that user the right to it (at least `chmod a+x`), or \
         set LEDGERSTORE_DATA to a folder within reach", folder.display()
    )]
    FolderNotReachable {
        /// The folder at fault.
        folder: PathBuf,
        /// The operating system's user that the server runs as.
        user: String,
    },
    /// The folder belongs to another user than the one that the server runs as.
    #[error(
        "{} belongs to user id {owner}, but the server runs as user {user}; work as its owner, or set \
         LEDGERSTORE_DATA to another folder", folder.display()
    )]
    ForeignFolder {
        /// The folder at fault.
        folder: PathBuf,
        /// The owner's user id.
        owner: u32,
        /// The operating system's user that the server runs as.
        user: String,
    },
    /// The folder is a data folder itself; the one that holds data folders was asked for.
    #[error("{} is a PostgreSQL data folder itself; name a folder to keep data folders in", folder.display())]
    IsADataFolder {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// The socket's folder isn't a private folder of the server's user: somebody else could be listening there.
    #[error(
        "{} can't be trusted with the server's socket: {reason}; remove it, or set LEDGERSTORE_DATA to another folder, \
         which changes its name", folder.display()
    )]
    UnsafeSocketFolder {
        /// The socket's folder.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The disk, or the user's share of it, is full.
    #[error("the disk that holds {} is full; free some space and try again", path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
    },
    /// `initdb` failed. Nothing half-done stays behind.
    #[error("initdb couldn't create {}:\n{output}", data.display())]
    InitdbFailed {
        /// The data folder to be.
        data: PathBuf,
        /// What it said.
        output: String,
    },
    /// The server didn't start.
    #[error("PostgreSQL didn't start; the last lines of {} say why:\n{tail}", log.display())]
    StartFailed {
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },
    /// The server has been starting up or shutting down for too long.
    #[error(
        "PostgreSQL (process {pid}) has been starting up or shutting down for {seconds} s; see {}, and try again \
         later", log.display()
    )]
    Busy {
        /// The server's process id.
        pid: i32,
        /// How long it was waited for, in seconds.
        seconds: u64,
        /// The server's log.
        log: PathBuf,
    },
    /// Somebody started the server by hand, with its socket in another folder.
    #[error(
        "PostgreSQL (process {pid}) serves the same data with its socket in {}; stop it, and it will be started anew",
        socket.display()
    )]
    StartedElsewhere {
        /// The server's process id.
        pid: i32,
        /// The folder of its socket.
        socket: PathBuf,
    },
    /// The server couldn't be told to stop.
    #[error(
        "can't stop PostgreSQL (process {pid}): {source}; stop it as root or as the user that it runs as"
    )]
    StopFailed {
        /// The server's process id.
        pid: i32,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The data folder is for tests: its server may lose data when the machine crashes.
    #[error("{} was made for tests and isn't durable; keep data in another folder", data.display())]
    MarkedForTests {
        /// The data folder.
        data: PathBuf,
    },
    /// The data folder isn't marked as one for tests, and tests would put its data at risk.
    #[error("{} wasn't made for tests; name another folder for them", data.display())]
    NotForTests {
        /// The data folder.
        data: PathBuf,
    },
    /// Not a database's name.
    #[error("{name:?} can't be a database's name: 1 to 63 bytes, none of them zero")]
    DatabaseName {
        /// The name that was given.
        name: String,
    },
    /// The server runs but takes no connection.
    #[error("the local PostgreSQL takes no connection: {0}")]
    Connect(#[from] diesel::ConnectionError),
    /// The server refused to create the database.
    #[error("can't create database {name}: {source}")]
    CreateDatabase {
        /// The database's name.
        name: String,
        /// What the server said.
        source: diesel::result::Error,
    },
    /// A file, folder or process couldn't be worked with.
    #[error("can't {doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
}

impl LocalError {
    /// Names a full disk; says of anything else what was being done, and to what.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Io { doing, path, source },
        }
    }
}

/// Whether one of PostgreSQL's programs says that the disk is full. They all run with English messages.
pub(crate) fn tells_of_a_full_disk(output: &str) -> bool {
    output.contains("No space left on device") || output.contains("Disk quota exceeded")
}

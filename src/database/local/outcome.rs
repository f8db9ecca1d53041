use std::fmt;
use std::path::PathBuf;

/// What [`LocalServer::start`](super::LocalServer::start) did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It started the server.
    Started,
    /// The server was running already, or another process has just started it.
    Joined,
}

/// What [`LocalServer::stop`](super::LocalServer::stop) did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It stopped the server.
    Stopped,
    /// There was nothing to stop.
    WasNotRunning,
}

/// How the server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It runs, or is starting up or shutting down.
    Running {
        /// The server's process id.
        pid: i32,
        /// PostgreSQL's major version.
        major: u32,
        /// The data folder.
        data: PathBuf,
        /// The folder of its socket; libpq takes it for a host. Empty while the server starts up.
        socket: PathBuf,
    },
    /// There are data, but no server runs on them.
    Stopped,
    /// There are no data yet: the first start creates them.
    NotInitialised,
}

/// What is about to happen and takes a moment, for telling a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A new, empty cluster is created (about a second or two).
    Creating {
        /// PostgreSQL's major version.
        major: u32,
        /// The data folder to be.
        data: PathBuf,
    },
    /// The server is started (about half a second, longer after a crash).
    Starting {
        /// PostgreSQL's major version.
        major: u32,
        /// The data folder.
        data: PathBuf,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Creating { major, data } => {
                write!(f, "creating a database cluster of PostgreSQL {major} in {}", data.display())
            }
            Self::Starting { major, data } => {
                write!(f, "starting the local PostgreSQL {major} in {}", data.display())
            }
        }
    }
}

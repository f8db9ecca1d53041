//! A PostgreSQL server of our own, run from the programs that are found on the machine. No service has to run, no
//! password is needed, no TCP port is opened.
//!
//! Its data lie in a folder `pg15` (for PostgreSQL 15), next to its log `pg15.log` and the lock under which processes
//! create, start and stop it. It listens on a socket in a folder that only its user can enter, and stays up after
//! the process that started it. Environment variables: `LEDGERSTORE_PG_BIN` names the folder of the programs,
//! `LEDGERSTORE_DATA` the folder that holds `pg15`.
//!
//! Root can't run PostgreSQL; for root it runs as the operating system's user `postgres`, else as `nobody`.

mod clients;
mod cluster;
mod connection;
mod control;
mod digest;
mod durability;
mod error;
mod folders;
mod lifecycle;
mod lock;
mod log;
mod outcome;
mod pidfile;
mod process;
mod programs;
mod search_path;
mod server;
mod server_user;
mod settings;
mod socket;

pub(crate) use clients::{Clients, find_clients, named_folder};
pub use durability::Durability;
pub use error::LocalError;
pub(crate) use error::tells_of_a_full_disk;
pub use outcome::{Notice, Start, Status, Stop};
pub use server::LocalServer;

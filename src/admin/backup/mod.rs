//! Backups of the whole database by PostgreSQL's own `pg_dump`, with a checksum beside, and their restoration.

mod archive;
mod checksum;
mod dump;
mod error;
mod place;
mod process;
mod restore;
mod tools;

pub use dump::{Backup, backup, backup_replacing};
pub use error::BackupError;
pub use place::default_name;
pub use restore::{Restored, Roles, restore};

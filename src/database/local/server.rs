use std::path::{Path, PathBuf};

use diesel::{Connection, PgConnection};

use super::programs::{self, Programs};
use super::server_user::ServerUser;
use super::{Durability, LocalError};
use super::{cluster, connection, folders, search_path, settings, socket};
use crate::database::quote::percent_encoded;

/// A local PostgreSQL server: where its data, socket and programs are. Making one starts nothing.
#[derive(Debug, Clone)]
pub struct LocalServer {
    pub(super) durability: Durability,
    pub(super) user: ServerUser,
    programs_folder: Option<PathBuf>,
    pub(super) folder: PathBuf,
    pub(super) major: u32,
    pub(super) data: PathBuf,
    pub(super) socket_folder: PathBuf,
    log_file: PathBuf,
}

impl LocalServer {
    /// The server for a person's own data, which are durable: in `LEDGERSTORE_DATA`, else in `ledgerstore` in the
    /// XDG data folder (`~/.local/share`), else, for root, in `/var/lib/ledgerstore`.
    ///
    /// # Errors
    /// When there is no home folder, the data belong to another user, or there are none and no programs either.
    pub fn personal() -> Result<Self, LocalError> {
        let user = ServerUser::choose()?;
        let folder = settings::personal_folder(&user)?;
        Self::open(&folder, Durability::Durable, settings::programs_folder(), user)
    }

    /// The server for tests, fast and not durable, in this folder, which is created. Where the server's user can't
    /// use it, it's a folder of the system's temporary ones that is the same for the same path.
    ///
    /// # Errors
    /// When the folder can't be created, or there are no programs.
    pub fn for_tests(folder: &Path) -> Result<Self, LocalError> {
        let user = ServerUser::choose()?;
        let folder = folders::or_temporary(folder, &user)?;
        Self::open(&folder, Durability::ForTests, settings::programs_folder(), user)
    }

    /// The server whose data are in this folder.
    ///
    /// # Errors
    /// When the folder belongs to another user, or holds no data and there are no programs either.
    pub fn at(folder: &Path, durability: Durability) -> Result<Self, LocalError> {
        Self::open(folder, durability, settings::programs_folder(), ServerUser::choose()?)
    }

    /// The server whose data are in this folder, run from the programs in another one.
    ///
    /// # Errors
    /// As for [`LocalServer::at`], and when a program is missing.
    pub fn with_programs(folder: &Path, durability: Durability, programs: &Path) -> Result<Self, LocalError> {
        Self::open(folder, durability, Some(programs.to_owned()), ServerUser::choose()?)
    }

    /// People's data decide which version runs, whatever else is installed by now: another version would begin
    /// with an empty cluster. Tests begin afresh with the newest.
    fn open(
        folder: &Path,
        durability: Durability,
        programs_folder: Option<PathBuf>,
        user: ServerUser,
    ) -> Result<Self, LocalError> {
        let folder = folders::resolve(folder, &user)?;
        folders::is_ours(&folder, &user)?;
        if folder.join("PG_VERSION").exists() {
            return Err(LocalError::IsADataFolder { folder });
        }
        let major = match folders::newest_data(&folder)?.filter(|_| durability == Durability::Durable) {
            Some(major) => major,
            None => programs::newest(programs::find(programs_folder.as_deref(), &user)?)?.major,
        };
        let data = folder.join(format!("pg{major}"));
        folders::is_ours(&data, &user)?;
        let socket_folder = socket::folder(&data, user.uid);
        let log_file = data.with_extension("log");
        Ok(Self { durability, user, programs_folder, folder, major, data, socket_folder, log_file })
    }

    /// The URL of one of its databases. It holds no password: the socket's folder is what keeps others out.
    pub fn url(&self, database: &str) -> String {
        let (role, port) = (cluster::ROLE, socket::PORT);
        let (database, socket) = (percent_encoded(database), self.socket_folder.display());
        format!("postgres:///{database}?user={role}&host={socket}&port={port}")
    }

    /// Creates a database unless it exists; says whether it did. The server has to run.
    ///
    /// # Errors
    /// When the server can't be reached or refuses.
    pub fn create_database(&self, name: &str) -> Result<bool, LocalError> {
        connection::create_database(&mut PgConnection::establish(&self.url("postgres"))?, name)
    }

    /// The data folder, `pg15` for PostgreSQL 15; it needn't exist yet.
    pub fn data_folder(&self) -> &Path {
        &self.data
    }

    /// The folder of the server's socket, which libpq takes for a host.
    pub fn socket_folder(&self) -> &Path {
        &self.socket_folder
    }

    /// What the server says while it runs.
    pub fn log_file(&self) -> &Path {
        &self.log_file
    }

    /// PostgreSQL's major version.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The interactive terminal `psql`: the one next to the server's programs, else the first in PATH.
    pub fn psql(&self) -> Option<PathBuf> {
        // Without the server's programs, there may still be a psql.
        let beside = self.programs().ok().map(|programs| programs.bin.join("psql"));
        beside.filter(|file| file.is_file()).or_else(|| search_path::in_path("psql"))
    }

    pub(super) fn programs(&self) -> Result<Programs, LocalError> {
        let found = programs::find(self.programs_folder.as_deref(), &self.user)?;
        programs::of_major(found, self.major, &self.data)
    }
}

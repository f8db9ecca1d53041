use std::path::{Path, PathBuf};

use diesel::{Connection, PgConnection};

use super::programs::{self, Programs};
use super::server_user::ServerUser;
use super::{Durability, LocalError, Notice, Start, Status, Stop};
use super::{cluster, connection, control, folders, lock, pidfile, search_path, settings, socket};

/// A local PostgreSQL server: where its data, socket and programs are. Making one starts nothing.
#[derive(Debug, Clone)]
pub struct LocalServer {
    durability: Durability,
    user: ServerUser,
    programs_folder: Option<PathBuf>,
    folder: PathBuf,
    major: u32,
    data: PathBuf,
    socket_folder: PathBuf,
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
        let folder = folders::resolve(folder)?;
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

    /// Sees to it that the server runs and accepts queries; creates its data at first use. Any number of processes
    /// may call this at once: one starts it, the others join.
    ///
    /// # Errors
    /// When it can't be created or started, see [`LocalError`].
    pub fn start(&self) -> Result<Start, LocalError> {
        self.start_with_notice(|_| ())
    }

    /// As [`LocalServer::start`], and tells beforehand of each step that takes a moment; of none when it joins.
    ///
    /// # Errors
    /// As for [`LocalServer::start`].
    pub fn start_with_notice(&self, mut notice: impl FnMut(Notice)) -> Result<Start, LocalError> {
        if self.is_initialised() && self.accepts()? {
            return Ok(Start::Joined);
        }
        folders::make_private(&self.folder, &self.user)?;
        let lock = self.lock()?;
        if self.is_initialised() && self.has_been_started()? {
            return Ok(Start::Joined);
        }
        let programs = self.programs()?;
        if !self.is_initialised() {
            notice(Notice::Creating { major: self.major, data: self.data.clone() });
            cluster::create(&self.data, self.durability, &programs, &self.user, &lock)?;
        }
        notice(Notice::Starting { major: self.major, data: self.data.clone() });
        control::start(&self.data, &self.socket_folder, self.durability, &programs, &self.user)?;
        Ok(Start::Started)
    }

    /// Whether the server can be joined right away. It takes no lock and runs no program.
    fn accepts(&self) -> Result<bool, LocalError> {
        self.durability.check(&self.data)?;
        let is_ready = pidfile::running(&self.data)?.is_some_and(|file| file.is_ready);
        Ok(is_ready
            && socket::is_safe(&self.socket_folder, &self.user)?
            && socket::answers(&self.socket_folder)?)
    }

    /// Whether the server can be joined by now, under the lock. One whose socket was removed (old files in `/tmp`
    /// are, on some machines) can't be reached by anybody any more, and is stopped.
    fn has_been_started(&self) -> Result<bool, LocalError> {
        let Some(file) = control::settled(&self.data)? else { return Ok(false) };
        if self.accepts()? {
            return Ok(true);
        }
        if file.socket != self.socket_folder && socket::answers(&file.socket)? {
            return Err(LocalError::StartedElsewhere { pid: file.pid, socket: file.socket });
        }
        control::stop(&file, &self.data)?;
        Ok(false)
    }

    /// How the server is.
    ///
    /// # Errors
    /// When its files can't be read.
    pub fn status(&self) -> Result<Status, LocalError> {
        if !self.is_initialised() {
            return Ok(Status::NotInitialised);
        }
        Ok(pidfile::running(&self.data)?.map_or(Status::Stopped, |file| Status::Running {
            pid: file.pid,
            major: self.major,
            data: self.data.clone(),
            socket: file.socket,
        }))
    }

    /// Stops the server: open transactions are rolled back, connections closed, committed data written out.
    ///
    /// # Errors
    /// When it may not be stopped by us, or takes too long to.
    pub fn stop(&self) -> Result<Stop, LocalError> {
        if pidfile::running(&self.data)?.is_none() {
            return Ok(Stop::WasNotRunning);
        }
        let _lock = self.lock()?;
        let Some(file) = pidfile::running(&self.data)? else { return Ok(Stop::WasNotRunning) };
        control::stop(&file, &self.data)?;
        socket::remove(&self.socket_folder);
        Ok(Stop::Stopped)
    }

    /// The URL of one of its databases, for libpq. It holds no password: the socket's folder is what keeps others
    /// out.
    pub fn url(&self, database: &str) -> String {
        let (role, port) = (cluster::ROLE, socket::PORT);
        let (database, socket) = (connection::percent_encoded(database), self.socket_folder.display());
        format!("postgres://{role}@/{database}?host={socket}&port={port}")
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

    fn is_initialised(&self) -> bool {
        self.data.join("PG_VERSION").exists()
    }

    fn lock(&self) -> Result<std::fs::File, LocalError> {
        lock::take(&self.folder.join("ledgerstore.lock"))
    }

    fn programs(&self) -> Result<Programs, LocalError> {
        let found = programs::find(self.programs_folder.as_deref(), &self.user)?;
        programs::of_major(found, self.major, &self.data)
    }
}

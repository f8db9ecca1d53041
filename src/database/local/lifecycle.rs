use super::{LocalError, LocalServer, Notice, Start, Status, Stop};
use super::{cluster, control, folders, lock, pidfile, socket};

impl LocalServer {
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

    fn is_initialised(&self) -> bool {
        self.data.join("PG_VERSION").exists()
    }

    fn lock(&self) -> Result<std::fs::File, LocalError> {
        lock::take(&self.folder.join("ledgerstore.lock"))
    }
}

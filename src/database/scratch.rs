use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use thiserror::Error;

use super::quote::quote_identifier;
use super::{ConnectError, Conninfo, Mark, connect, set_mark};

/// An empty database that is dropped when this goes out of scope.
///
/// It is marked as a test's, and called so that nobody takes it for anything else.
#[derive(Debug)]
pub struct ScratchDatabase {
    server: Conninfo,
    name: String,
    is_there: bool,
}

/// A scratch database couldn't be made or dropped.
#[derive(Debug, Error)]
pub enum ScratchError {
    /// The server can't be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The role may not create databases, or the server refused for another reason.
    #[error("can't make the scratch database {name}: {source}; the role needs CREATEDB")]
    Create {
        /// What it would have been called.
        name: String,
        /// What the server said.
        source: diesel::result::Error,
    },
    /// It is still there.
    #[error("can't drop the scratch database {name}: {source}; drop it by hand")]
    Drop {
        /// What it is called.
        name: String,
        /// What the server said.
        source: diesel::result::Error,
    },
}

impl ScratchDatabase {
    /// Makes one on the server of `server`, whose own database is only connected to.
    ///
    /// # Errors
    /// [`ScratchError::Create`] when the role may not create databases.
    pub fn create(server: &Conninfo) -> Result<Self, ScratchError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ledgerstore_scratch_{}_{number}_{:08x}", std::process::id(), fastrand::u32(..));
        let create = format!("CREATE DATABASE {} TEMPLATE template0", quote_identifier(&name));
        let failed = |source| ScratchError::Create { name: name.clone(), source };
        connect(server)?.batch_execute(&create).map_err(failed)?;
        let scratch = Self { server: server.clone(), name, is_there: true };
        let failed = |source| ScratchError::Create { name: scratch.name.clone(), source };
        set_mark(&mut scratch.connect()?, Mark::Test).map_err(failed)?;
        Ok(scratch)
    }

    /// Where it is.
    pub fn info(&self) -> Conninfo {
        self.server.clone().with_database(&self.name)
    }

    /// A connection to it.
    ///
    /// # Errors
    /// When the server can't be reached.
    pub fn connect(&self) -> Result<PgConnection, ConnectError> {
        connect(&self.info())
    }

    /// Drops it now, and says whether that worked; going out of scope, it can't say.
    ///
    /// # Errors
    /// [`ScratchError::Drop`] when it is still there.
    pub fn close(mut self) -> Result<(), ScratchError> {
        self.is_there = false;
        self.remove()
    }

    fn remove(&self) -> Result<(), ScratchError> {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quote_identifier(&self.name));
        let failed = |source| ScratchError::Drop { name: self.name.clone(), source };
        connect(&self.server)?.batch_execute(&drop).map_err(failed)
    }
}

impl Drop for ScratchDatabase {
    /// On the way out of an error, which is what there is to tell.
    fn drop(&mut self) {
        if self.is_there {
            let _ = self.remove();
        }
    }
}

use std::path::Path;
use std::process::{Command, Stdio};

use super::BackupError;
use super::process::Failure;
use crate::database::Conninfo;
use crate::database::local::{Clients, find_clients, named_folder, tells_of_a_full_disk};

/// Secrets that libpq reads from no environment variable.
const UNSPEAKABLE: [&str; 2] = ["sslpassword", "oauth_client_secret"];

/// `pg_dump` and `pg_restore`, ready to be run on a database.
pub(super) struct Tools {
    pub(super) clients: Clients,
    pub(super) server: u32,
}

/// Every pair of programs that knows a server of this version, the nearest to it first: what a newer one writes, the
/// server's own can't read, and a newer one sets what an older server doesn't know.
pub(super) fn for_server(server: u32) -> Result<Vec<Tools>, BackupError> {
    let all = find_clients();
    let majors: Vec<_> = all.iter().map(|clients| clients.major.to_string()).collect();
    let tools = all.into_iter().filter(|clients| clients.major >= server);
    let tools: Vec<_> = tools.map(|clients| Tools { clients, server }).collect();
    if tools.is_empty() {
        let found = if majors.is_empty() { "none".to_owned() } else { majors.join(", ") };
        // Where the person said to look is told: nothing else was searched.
        let place = named_folder().map(|folder| format!(" in {}, from LEDGERSTORE_PG_BIN", folder.display()));
        let found = found + &place.unwrap_or_default();
        return Err(BackupError::NoPrograms { server, found });
    }
    Ok(tools)
}

impl Tools {
    /// The program with messages in English and nothing to read.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.clients.bin.join(program));
        command.env("LC_ALL", "C").env("PG_COLOR", "never").stdin(Stdio::null());
        command
    }

    /// The same on a database. It finds its way as our own connections do: what the connection string doesn't say is
    /// libpq's to find. The password goes by the environment, where other users don't see it.
    pub(super) fn connected(&self, program: &str, info: &Conninfo) -> Result<Command, BackupError> {
        if let Some(secret) = UNSPEAKABLE.into_iter().find(|secret| info.get(secret).is_some()) {
            return Err(BackupError::Secret(secret));
        }
        let mut command = self.command(program);
        // Text is kept in the database's own encoding, whatever a terminal's is.
        let open = info.without(&["password", "client_encoding"]);
        command.env_remove("PGCLIENTENCODING").arg("--no-password").arg("--dbname").arg(open.reveal());
        if let Some(password) = info.get("password") {
            command.env("PGPASSWORD", password);
        }
        Ok(command)
    }

    /// What to tell of a program that didn't succeed in working on this file.
    pub(super) fn failed(&self, program: &'static str, file: &Path, failure: Failure) -> BackupError {
        match failure {
            Failure::Interrupted => BackupError::Interrupted,
            Failure::Io(error) => BackupError::io("run", &self.clients.bin.join(program))(error),
            Failure::Said(said) if program == "pg_dump" && tells_of_a_full_disk(&said) => {
                BackupError::DiskFull(file.to_owned())
            }
            Failure::Said(said) => {
                BackupError::Program { program, major: self.clients.major, server: self.server, said }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_to_the_server_come_first_and_older_ones_never() {
        let tools = for_server(13).unwrap();
        assert!(tools.is_sorted_by_key(|tools| tools.clients.major));
        let error = for_server(999).err().unwrap().to_string();
        let newest = tools.last().unwrap().clients.major;
        assert!(error.contains("pg_dump and pg_restore of version 999 or newer (found: "), "{error}");
        assert!(error.contains(&newest.to_string()), "{error}");
    }
}

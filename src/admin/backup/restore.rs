use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::archive::Contents;
use super::dump::server_major;
use super::tools::{self, Tools};
use super::{BackupError, archive, checksum, process};
use crate::admin::objects::objects;
use crate::admin::progress::Progress;
use crate::database::{Conninfo, connect};

/// So many of the things that are in the way are named.
const NAMED: usize = 3;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Restored {
    /// The backup.
    pub file: PathBuf,
    /// How many tables it holds rows of.
    pub tables: usize,
    /// Whether there was a checksum beside it; it agreed then.
    pub checksum: bool,
}

/// Whether owners and grants are restored too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roles {
    /// Everything belongs to the role that restores it, and nobody else is granted anything.
    Leave,
    /// Everything belongs to the roles of the backup, which have to be there, and so have those with grants.
    Keep,
}

/// Restores a backup into a database whose current schema is empty, and so are the backup's others, in one transaction, and gathers the planner's
/// statistics anew. It checks no books: that is [`audit`](crate::admin::audit::audit)'s work.
///
/// The checksum beside the file is compared first, where there is one. The database's mark and settings aren't part
/// of a backup and stay as they are.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::ChecksumDiffers`] and others. Nothing is restored then.
pub fn restore(
    info: &Conninfo,
    file: &Path,
    roles: Roles,
    progress: &mut dyn Progress,
) -> Result<Restored, BackupError> {
    check_file(file)?;
    let conn = &mut connect(info)?;
    let schema = first_schema(conn)?;
    demand_empty(conn, &schema)?;
    let checksum = checksum::verify(file, progress)?;
    let (tools, contents) = reader(server_major(conn)?, file)?;
    let held = contents.schemas();
    if !held.contains(&schema) {
        return Err(BackupError::OtherSchema { file: file.to_owned(), held, schema });
    }
    let there = contents.made_of(schemas(conn)?);
    there.iter().try_for_each(|schema| demand_empty(conn, schema))?;
    let list = contents.without_making(&there);
    run(&tools, info, file, roles, list, progress)?;
    progress.begin("gathering statistics", None);
    diesel::sql_query("ANALYZE").execute(conn)?;
    progress.end();
    Ok(Restored { file: file.to_owned(), tables: contents.tables(), checksum })
}

fn check_file(file: &Path) -> Result<(), BackupError> {
    match file.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Err(BackupError::NoFile(file.to_owned())),
        Err(error) => Err(BackupError::io("read", file)(error)),
        Ok(metadata) if !metadata.is_file() => Err(BackupError::NotAFile(file.to_owned())),
        Ok(_) => Ok(()),
    }
}

/// The schema that the connection works in, or will once the backup has made it.
fn first_schema(conn: &mut PgConnection) -> QueryResult<String> {
    let first = "COALESCE(current_schema(), split_part(current_setting('search_path'), ',', 1), '')::TEXT";
    let schema: String = diesel::select(diesel::dsl::sql::<Text>(first)).get_result(conn)?;
    Ok(schema.trim_matches('"').to_owned())
}

fn demand_empty(conn: &mut PgConnection, schema: &str) -> Result<(), BackupError> {
    let found = objects(conn, schema)?;
    if found.is_empty() {
        return Ok(());
    }
    let mut named: Vec<_> =
        found.iter().take(NAMED).map(|object| format!("{} {}", object.kind, object.identity)).collect();
    if found.len() > NAMED {
        named.push(format!("and {} more", found.len() - NAMED));
    }
    Err(BackupError::NotEmpty { schema: schema.to_owned(), found: named.join(", ") })
}

/// The `pg_restore` nearest to the server's version that can read the file.
fn reader(server: u32, file: &Path) -> Result<(Tools, Contents), BackupError> {
    let mut failure = None;
    for tools in tools::for_server(server)? {
        match archive::list(&tools, file) {
            Ok(contents) => return Ok((tools, contents)),
            Err(error) => failure = Some(error),
        }
    }
    Err(failure.unwrap_or(BackupError::NoPrograms { server, found: "none".to_owned() }))
}

/// The schemas that are there.
fn schemas(conn: &mut PgConnection) -> QueryResult<Vec<String>> {
    let names = diesel::dsl::sql::<Nullable<Text>>("nspname::TEXT FROM pg_namespace");
    let names: Vec<Option<String>> = diesel::select(names).load(conn)?;
    Ok(names.into_iter().flatten().collect())
}

fn run(
    tools: &Tools,
    info: &Conninfo,
    file: &Path,
    roles: Roles,
    list: String,
    progress: &mut dyn Progress,
) -> Result<(), BackupError> {
    let failed = |failure| tools.failed("pg_restore", file, failure);
    let mut command = tools.connected("pg_restore", info)?;
    command.args(["--single-transaction", "--exit-on-error", "--no-tablespaces", "--no-subscriptions"]);
    if roles == Roles::Leave {
        command.args(["--no-owner", "--no-privileges"]);
    }
    command.args(["--verbose", "--use-list=/dev/stdin"]).arg(file);
    let (reader, mut writer) = std::io::pipe().map_err(|error| failed(process::Failure::Io(error)))?;
    command.stdin(reader).stdout(Stdio::null());
    // A pipe holds less than a long list. A program that ends before it has read all says why by itself.
    thread::spawn(move || writer.write_all(list.as_bytes()));
    process::run(&mut command, "making the tables", progress, step).map_err(failed)
}

/// What takes its time: rows, indexes, and constraints, whose rows are checked.
fn step(line: &str) -> Option<String> {
    let line = line.strip_prefix("pg_restore: ")?;
    if let Some(name) = line.strip_prefix("processing data for table ") {
        return Some(unqualified(name).to_owned());
    }
    let (kind, name) = line.strip_prefix("creating ")?.split_once(" \"")?;
    let verb = match kind {
        "INDEX" => "indexing",
        "CONSTRAINT" | "FK CONSTRAINT" => "checking",
        _ => return None,
    };
    Some(format!("{verb} {}", unqualified(name)))
}

fn unqualified(name: &str) -> &str {
    let name = name.trim_matches('"');
    name.split_once('.').map_or(name, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_steps_that_take_time() {
        let named = |line: &str| step(line).unwrap_or_default();
        assert_eq!(named("pg_restore: processing data for table \"public.users\""), "users");
        assert_eq!(named("pg_restore: creating INDEX \"public.users_idx\""), "indexing users_idx");
        assert_eq!(named("pg_restore: creating FK CONSTRAINT \"public.a b\""), "checking a b");
        assert_eq!(named("pg_restore: creating TABLE \"public.users\""), "");
        assert_eq!(named("pg_restore: error: no"), "");
    }
}

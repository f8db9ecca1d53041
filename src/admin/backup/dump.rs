use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::BackupError;
use super::place::{self, Unfinished};
use super::{archive, checksum, process, tools};
use crate::admin::progress::Progress;
use crate::database::{Conninfo, connect};

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Backup {
    /// Where it is; its checksum is in a file of the same name with `.sha256` behind it.
    pub file: PathBuf,
    /// How large it is.
    pub bytes: u64,
    /// How many tables it holds rows of.
    pub tables: usize,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Backs up the whole database, every schema of it, as it is at one instant, into a new file in `pg_dump`'s custom format.
///
/// The file is read back and given a checksum, then put in its place, whole; only its owner can read it. A folder
/// stands for a file of the [default name](super::default_name) in it.
///
/// # Errors
/// [`BackupError::Exists`] and others, all of which leave nothing behind.
pub fn backup(info: &Conninfo, file: &Path, progress: &mut dyn Progress) -> Result<Backup, BackupError> {
    make(info, file, false, progress)
}

/// As [`backup`], and takes the place of a backup that is there, once it is complete.
///
/// # Errors
/// As for [`backup`]; what was there stays then.
pub fn backup_replacing(
    info: &Conninfo,
    file: &Path,
    progress: &mut dyn Progress,
) -> Result<Backup, BackupError> {
    make(info, file, true, progress)
}

fn make(
    info: &Conninfo,
    file: &Path,
    replace: bool,
    progress: &mut dyn Progress,
) -> Result<Backup, BackupError> {
    let conn = &mut connect(info)?;
    let database: String =
        diesel::select(diesel::dsl::sql::<Text>("current_database()::TEXT")).get_result(conn)?;
    let file = place::resolve(file, &database);
    place::check(&file, replace)?;
    let tools = tools::for_server(server_major(conn)?)?.remove(0);

    let (unfinished, opened) = Unfinished::create(&file)?;
    let failed = || BackupError::io("write", &file);
    let mut command = tools.connected("pg_dump", info)?;
    command.args(["--format=custom", "--verbose"]).stdout(opened.try_clone().map_err(failed())?);
    process::run(&mut command, "reading the catalog", progress, table)
        .map_err(|failure| tools.failed("pg_dump", &file, failure))?;
    opened.sync_all().map_err(failed())?;

    let contents = archive::list(&tools, &unfinished.path)?;
    archive::read_back(&tools, &unfinished.path, progress)?;
    let sha256 = checksum::of(&unfinished.path, progress)?;
    let bytes = opened.metadata().map_err(failed())?.len();
    put(unfinished, checksum::write(&file, &sha256)?, &file, replace)?;
    Ok(Backup { file, bytes, tables: contents.tables(), sha256 })
}

/// In this order no backup ever lies beside the checksum of another.
fn put(backup: Unfinished, checksum: Unfinished, file: &Path, replace: bool) -> Result<(), BackupError> {
    if replace {
        let old = place::checksum_file(file);
        match std::fs::remove_file(&old) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(BackupError::io("replace", &old)(error));
            }
            _ => {}
        }
    }
    backup.put(replace)?;
    checksum.put(replace).inspect_err(|_| {
        if !replace {
            // The error that is told is the one that matters.
            let _ = std::fs::remove_file(file);
        }
    })
}

/// PostgreSQL's major version.
pub(super) fn server_major(conn: &mut PgConnection) -> QueryResult<u32> {
    let number = diesel::dsl::sql::<Integer>("current_setting('server_version_num')::INTEGER / 10000");
    Ok(diesel::select(number).get_result::<i32>(conn)?.unsigned_abs())
}

/// `pg_dump: dumping contents of table "public.accounts"`.
fn table(line: &str) -> Option<String> {
    let name = line.strip_prefix("pg_dump: dumping contents of table ")?;
    let name = name.trim_matches('"');
    Some(name.split_once('.').map_or(name, |(_, table)| table).to_owned())
}

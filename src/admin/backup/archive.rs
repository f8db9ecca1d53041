use std::path::Path;
use std::process::Stdio;

use super::BackupError;
use super::process::{self, Failure};
use super::tools::Tools;
use crate::admin::progress::Progress;

/// The table by which ledgerstore's schema is known.
const HISTORY: &str = " __diesel_schema_migrations ";

/// What a backup holds, as `pg_restore --list` tells it: a line for each thing.
pub(super) struct Contents {
    lines: Vec<String>,
}

/// Reads the list of what the file holds.
pub(super) fn list(tools: &Tools, file: &Path) -> Result<Contents, BackupError> {
    let output = tools.command("pg_restore").arg("--list").arg(file).output();
    let output = output.map_err(|error| tools.failed("pg_restore", file, Failure::Io(error)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().replace("pg_restore: error: ", "");
        return Err(BackupError::Unreadable { file: file.to_owned(), said });
    }
    Ok(Contents::read(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads the whole file: the list at its start says nothing about what follows.
pub(super) fn read_back(tools: &Tools, file: &Path, progress: &mut dyn Progress) -> Result<(), BackupError> {
    let mut command = tools.command("pg_restore");
    command.arg("--file=/dev/null").arg(file).stdout(Stdio::null());
    process::run(&mut command, "reading it back", progress, |_| None).map_err(|failure| match failure {
        Failure::Said(said) => BackupError::Unreadable { file: file.to_owned(), said },
        other => tools.failed("pg_restore", file, other),
    })
}

impl Contents {
    fn read(list: &str) -> Self {
        Self { lines: list.lines().filter(|line| !line.starts_with(';')).map(str::to_owned).collect() }
    }

    /// How many tables have rows in it.
    pub(super) fn tables(&self) -> usize {
        self.lines.iter().filter(|line| line.contains(" TABLE DATA ")).count()
    }

    /// The schemas that hold ledgerstore's tables.
    pub(super) fn schemas(&self) -> Vec<String> {
        let of = |line: &String| Some(line.split_once(" TABLE ")?.1.split_once(HISTORY)?.0.to_owned());
        self.lines.iter().filter(|line| !line.contains(" TABLE DATA ")).filter_map(of).collect()
    }

    /// Which of these schemas are made by it.
    pub(super) fn made_of(&self, schemas: Vec<String>) -> Vec<String> {
        schemas.into_iter().filter(|schema| self.lines.iter().any(|line| makes(line, schema))).collect()
    }

    /// The list without the making of these schemas, as `pg_restore --use-list` takes it.
    pub(super) fn without_making(&self, schemas: &[String]) -> String {
        let kept = self.lines.iter().filter(|line| !schemas.iter().any(|schema| makes(line, schema)));
        kept.flat_map(|line| [line, "\n"]).collect()
    }
}

fn makes(line: &str, schema: &str) -> bool {
    line.contains(&format!(" SCHEMA - {schema} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_backup_holds() {
        let contents = Contents::read(
            "; Archive created at …\n;     dbname: shop\n\
             6; 2615 16384 SCHEMA - the shop anna\n\
             214; 1259 16390 TABLE the shop __diesel_schema_migrations anna\n\
             215; 1259 16391 TABLE the shop accounts anna\n\
             3608; 0 16390 TABLE DATA the shop __diesel_schema_migrations anna\n\
             3609; 0 16391 TABLE DATA the shop accounts anna\n",
        );
        assert_eq!((contents.tables(), contents.schemas()), (2, vec!["the shop".to_owned()]));
        let there = contents.made_of(vec!["shop".into(), "the shop".into()]);
        assert_eq!(there, ["the shop"]);
        let kept = contents.without_making(&there);
        assert!(kept.starts_with("214; ") && kept.lines().count() == 4, "{kept}");
    }
}

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::LocalError;
use super::search_path::candidates;
use super::server_user::ServerUser;

/// The oldest major version that is supported.
const OLDEST: u32 = 13;
const NEEDED: [&str; 3] = ["initdb", "postgres", "pg_ctl"];

/// A folder with PostgreSQL's server programs, all of one major version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Programs {
    pub(super) bin: PathBuf,
    pub(super) major: u32,
}

/// Every set of programs that runs here, or the one in the folder `only`.
pub(super) fn find(only: Option<&Path>, user: &ServerUser) -> Result<Vec<Programs>, LocalError> {
    if let Some(folder) = only {
        return named(folder, user).map(|programs| vec![programs]);
    }
    let mut found = Vec::new();
    for bin in candidates().into_iter().filter(|bin| missing(bin).is_empty()) {
        if let Ok(major) = major_of(&bin, user)? {
            found.push(Programs { bin, major });
        }
    }
    Ok(found)
}

/// The newest that is new enough; the first found among equals.
pub(super) fn newest(found: Vec<Programs>) -> Result<Programs, LocalError> {
    let best = found.into_iter().rev().max_by_key(|programs| programs.major).ok_or(LocalError::NoPrograms)?;
    match best.major {
        newest if newest < OLDEST => Err(LocalError::ProgramsTooOld { newest, oldest: OLDEST }),
        _ => Ok(best),
    }
}

/// The programs that can open a data folder: those of its own major version only.
pub(super) fn of_major(found: Vec<Programs>, major: u32, data: &Path) -> Result<Programs, LocalError> {
    let majors: BTreeSet<_> = found.iter().map(|programs| programs.major).collect();
    found.into_iter().find(|programs| programs.major == major).ok_or_else(|| LocalError::ProgramsGone {
        data: data.to_owned(),
        major,
        found: match majors.is_empty() {
            true => "none".to_owned(),
            false => majors.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
        },
    })
}

fn named(folder: &Path, user: &ServerUser) -> Result<Programs, LocalError> {
    let missing = missing(folder);
    if !missing.is_empty() {
        return Err(LocalError::ProgramsMissing { folder: folder.to_owned(), missing: missing.join(", ") });
    }
    major_of(folder, user)?.map(|major| Programs { bin: folder.to_owned(), major }).map_err(|reason| {
        LocalError::ProgramsUnusable { folder: folder.to_owned(), user: user.name.clone(), reason }
    })
}

fn missing(folder: &Path) -> Vec<&'static str> {
    NEEDED.into_iter().filter(|program| !folder.join(program).is_file()).collect()
}

/// Asks `postgres` itself, as the user that it's going to run as: that user may be unable to execute it.
/// The inner error says why these programs are of no use; the outer one is about the user.
fn major_of(bin: &Path, user: &ServerUser) -> Result<Result<u32, String>, LocalError> {
    let mut command = user.command(&bin.join("postgres"), Path::new("/"));
    match user.output(command.arg("--version")) {
        Err(LocalError::Io { source, .. }) => Ok(Err(source.to_string())),
        Err(error) => Err(error),
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout);
            Ok(parse_major(&text).ok_or_else(|| format!("postgres --version says {:?}", text.trim())))
        }
    }
}

/// Reads what `postgres --version` prints: `postgres (PostgreSQL) 15.18 (Debian …)`, `… 18beta1`, `… 19devel`.
pub(super) fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    let digits = number.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs(major: u32) -> Programs {
        Programs { bin: format!("/opt/{major}/bin").into(), major }
    }

    #[test]
    fn reads_the_major_version() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_major("postgres (PostgreSQL) 19devel"), Some(19));
        assert_eq!(parse_major("postgres (PostgreSQL) 9.6.24"), Some(9));
        assert_eq!(parse_major("postgres (EnterpriseDB)"), None);
        assert_eq!(parse_major("postgres (PostgreSQL) x"), None);
    }

    #[test]
    fn takes_the_newest_and_the_first_of_equals() {
        let second = Programs { bin: "/usr/local/bin".into(), major: 17 };
        let found = vec![programs(15), programs(17), second, programs(9)];
        assert_eq!(newest(found).unwrap(), programs(17));
    }

    #[test]
    fn refuses_old_programs_and_none() {
        assert!(matches!(
            newest(vec![programs(9), programs(12)]),
            Err(LocalError::ProgramsTooOld { newest: 12, .. })
        ));
        assert!(matches!(newest(vec![]), Err(LocalError::NoPrograms)));
    }

    #[test]
    fn opens_data_with_programs_of_their_own_version_only() {
        let data = Path::new("/data/pg15");
        assert_eq!(of_major(vec![programs(17), programs(15)], 15, data).unwrap(), programs(15));
        let error = of_major(vec![programs(17), programs(16)], 15, data).unwrap_err().to_string();
        assert!(error.contains("/data/pg15") && error.contains("found: 16, 17"), "{error}");
        let error = of_major(vec![], 15, data).unwrap_err().to_string();
        assert!(error.contains("found: none"), "{error}");
    }
}

//! Who is behind a process id: numbers are used again, and the one in an old file may be anybody's by now.

use std::path::Path;

/// Whether the process is a PostgreSQL server that works in this data folder.
#[cfg(target_os = "linux")]
pub(super) fn serves(pid: i32, data: &Path) -> bool {
    match std::fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(folder) => folder == data && is_postgres(pid),
        // Where a process works can be closed even to root; its command line never is.
        Err(error) => error.kind() == std::io::ErrorKind::PermissionDenied && is_postgres(pid),
    }
}

/// Whether the process is a PostgreSQL server. Elsewhere than on Linux there's no plain way to tell which folder
/// it works in.
#[cfg(not(target_os = "linux"))]
pub(super) fn serves(pid: i32, _data: &Path) -> bool {
    is_postgres(pid)
}

/// Whether there is such a process, and it is another program.
pub(super) fn is_something_else(pid: i32) -> bool {
    program(pid).is_some_and(|program| !names_postgres(&program))
}

fn is_postgres(pid: i32) -> bool {
    program(pid).is_some_and(|program| names_postgres(&program))
}

fn names_postgres(program: &str) -> bool {
    Path::new(program).file_name().is_some_and(|name| name == "postgres" || name == "postmaster")
}

#[cfg(target_os = "linux")]
fn program(pid: i32) -> Option<String> {
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let program = line.split(|byte| *byte == 0).next()?;
    Some(String::from_utf8_lossy(program).into_owned())
}

#[cfg(not(target_os = "linux"))]
fn program(pid: i32) -> Option<String> {
    let output =
        std::process::Command::new("ps").args(["-o", "comm=", "-p", &pid.to_string()]).output().ok()?;
    let program = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (!program.is_empty()).then_some(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_server_from_other_programs() {
        assert!(names_postgres("/usr/lib/postgresql/15/bin/postgres") && names_postgres("postgres"));
        assert!(!names_postgres("/bin/sh") && !names_postgres("") && !names_postgres("postgrest"));
    }

    #[test]
    fn this_test_is_no_server() {
        let me = i32::try_from(std::process::id()).unwrap();
        assert!(is_something_else(me));
        assert!(!serves(me, &std::env::current_dir().unwrap()));
        assert!(!is_something_else(i32::MAX) && !serves(i32::MAX, Path::new("/")));
    }
}

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::log::Log;
use super::pidfile::{self, PidFile};
use super::programs::Programs;
use super::server_user::ServerUser;
use super::{Durability, LocalError, socket};

/// How long a server may take to start (it may have to recover from a crash), or to stop.
const PATIENCE: Duration = Duration::from_mins(2);
const PAUSE: Duration = Duration::from_millis(10);
/// How long the processes of a killed server may take to notice and end.
const ORPHANS_PATIENCE: Duration = Duration::from_secs(15);

/// Starts the server and waits until it accepts queries. To be called under the lock, when it isn't running.
///
/// It goes on when this process ends or the terminal interrupts it: `pg_ctl` is put in a process group of its own
/// and starts the server in a session of its own. After a kill, the old server's processes may still be ending.
pub(super) fn start(
    data: &Path,
    socket_folder: &Path,
    durability: Durability,
    programs: &Programs,
    user: &ServerUser,
) -> Result<(), LocalError> {
    if pidfile::is_misleading(data) {
        socket::clear(socket_folder)?;
        pidfile::remove(data)?;
    }
    socket::prepare(socket_folder, user)?;
    let begin = Instant::now();
    loop {
        let log = Log::begin(&data.with_extension("log"))?;
        let output = user.output(&mut start_command(data, socket_folder, durability, programs, user))?;
        if output.status.success() {
            return Ok(());
        }
        if begin.elapsed() > ORPHANS_PATIENCE || !log.tells_of_orphans() {
            socket::remove(socket_folder);
            return Err(log.failure(data, &String::from_utf8_lossy(&output.stderr)));
        }
        std::thread::sleep(PAUSE);
    }
}

/// The names are relative to the folder it runs in: `pg_ctl` hands them to a shell, to which a character of the
/// whole path might be special.
fn start_command(
    data: &Path,
    socket_folder: &Path,
    durability: Durability,
    programs: &Programs,
    user: &ServerUser,
) -> Command {
    let log = data.with_extension("log");
    let mut command = user.command(&programs.bin.join("pg_ctl"), data.parent().unwrap_or(data));
    command.arg("start").arg("-D").arg(data.file_name().unwrap_or(data.as_os_str()));
    command.arg("-l").arg(log.file_name().unwrap_or(log.as_os_str()));
    command.args(["-w", "-t", &PATIENCE.as_secs().to_string(), "-o", &options(socket_folder, durability)]);
    command.stdin(Stdio::null()).process_group(0);
    command
}

/// Stops the server as `pg_ctl stop -m fast` would, but needs no program: open transactions are rolled back and
/// everything is written out.
pub(super) fn stop(file: &PidFile, data: &Path) -> Result<(), LocalError> {
    match kill(Pid::from_raw(file.pid), Signal::SIGINT) {
        // It has ended by itself.
        Ok(()) | Err(Errno::ESRCH) => {}
        Err(error) => return Err(LocalError::StopFailed { pid: file.pid, source: error.into() }),
    }
    wait_until(data, |now| now.as_ref().is_none_or(|now| now.pid != file.pid)).map(drop)
}

/// Waits while the server starts up or shuts down; then it accepts queries, or there is none.
pub(super) fn settled(data: &Path) -> Result<Option<PidFile>, LocalError> {
    wait_until(data, |now| now.as_ref().is_none_or(|now| now.is_ready))
}

fn wait_until(
    data: &Path,
    is_over: impl Fn(&Option<PidFile>) -> bool,
) -> Result<Option<PidFile>, LocalError> {
    let start = Instant::now();
    loop {
        let now = pidfile::running(data)?;
        if is_over(&now) {
            return Ok(now);
        }
        if let Some(PidFile { pid, .. }) = now.filter(|_| start.elapsed() > PATIENCE) {
            let log = data.with_extension("log");
            return Err(LocalError::Busy { pid, seconds: PATIENCE.as_secs(), log });
        }
        std::thread::sleep(PAUSE);
    }
}

/// The options go through a shell; none of them holds a character that means anything to it.
fn options(socket_folder: &Path, durability: Durability) -> String {
    let socket = format!("unix_socket_directories={}", socket_folder.display());
    let port = format!("port={}", socket::PORT);
    let fixed = ["listen_addresses=", "unix_socket_permissions=0700", &port, &socket];
    let all = fixed.iter().chain(durability.settings());
    all.map(|setting| format!("-c {setting}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_s_server_is_durable_whatever_its_files_say() {
        let options = options(Path::new("/tmp/s"), Durability::Durable);
        assert!(
            options.contains("-c fsync=on -c full_page_writes=on") && !options.contains("off"),
            "{options}"
        );
    }

    #[test]
    fn no_option_means_anything_to_a_shell() {
        for durability in [Durability::Durable, Durability::ForTests] {
            let options = options(&socket::folder(Path::new("/a b/$(c)"), 7), durability);
            let harmless = |c: char| c.is_ascii_alphanumeric() || " -_=/.".contains(c);
            assert!(options.contains("-c listen_addresses= ") && options.chars().all(harmless), "{options}");
        }
    }
}

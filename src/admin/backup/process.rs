use std::io::{self, BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use nix::sys::signal::{SigSet, Signal, kill};
use nix::unistd::Pid;

use crate::admin::progress::Progress;

/// How soon a wish to stop is noticed.
const TICK: Duration = Duration::from_millis(100);

/// How long a program that was asked to stop may take for it. It tells the server to give up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a program ended that didn't succeed.
pub(super) enum Failure {
    /// It couldn't be started or watched.
    Io(io::Error),
    /// It was asked to stop, or somebody pressed Ctrl-C, which it hears as well.
    Interrupted,
    /// It failed and said this.
    Said(String),
}

/// Runs a program that tells on standard error what it does. Its first step is called `first`; `next` reads the name
/// of another one from a line.
pub(super) fn run(
    command: &mut Command,
    first: &str,
    progress: &mut dyn Progress,
    next: impl Fn(&str) -> Option<String>,
) -> Result<(), Failure> {
    let mut child = Running(hearing_signals(command).stderr(Stdio::piped()).spawn().map_err(Failure::Io)?);
    let lines = lines(&mut child.0);
    let mut said = Said::default();
    progress.begin(first, None);
    let mut stop = false;
    while !stop {
        match lines.recv_timeout(TICK) {
            Ok(line) => match next(&line) {
                Some(step) => {
                    progress.end();
                    progress.begin(&step, None);
                }
                None => said.hear(&line),
            },
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        stop = progress.stop_requested();
    }
    progress.end();
    if stop {
        child.stop().map_err(Failure::Io)?;
        return Err(Failure::Interrupted);
    }
    let status = child.0.wait().map_err(Failure::Io)?;
    match status.success() {
        true => Ok(()),
        false if said.interrupted || progress.stop_requested() => Err(Failure::Interrupted),
        false => Err(Failure::Said(said.text(status))),
    }
}

/// A program inherits what signals its parent blocks, and wouldn't hear Ctrl-C nor our asking it to stop.
#[allow(unsafe_code, reason = "only what runs in the child itself can give it a mask of its own")]
fn hearing_signals(command: &mut Command) -> &mut Command {
    // SAFETY: between fork and exec only calls that are safe in a signal handler are allowed. Setting the mask is one,
    // and nothing is allocated.
    unsafe { command.pre_exec(|| SigSet::empty().thread_set_mask().map_err(io::Error::from)) }
}

/// The child's lines as they come, so that waiting for one doesn't keep from noticing anything else.
fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(stderr) = child.stderr.take() {
        thread::spawn(move || {
            let lines = BufReader::new(stderr).split(b'\n').map_while(Result::ok);
            // Nobody listens any more once the program is told to stop.
            for line in lines {
                if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

/// A program that doesn't outlive us, whichever way we leave.
struct Running(Child);

impl Running {
    /// Asks it to stop and waits; one that doesn't is killed.
    fn stop(&mut self) -> io::Result<ExitStatus> {
        let asked =
            i32::try_from(self.0.id()).is_ok_and(|id| kill(Pid::from_raw(id), Signal::SIGTERM).is_ok());
        let until = Instant::now() + PATIENCE;
        while asked && Instant::now() < until {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status);
            }
            sleep(Duration::from_millis(10));
        }
        self.0.kill()?;
        self.0.wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended by now unless we panic or can't wait for it.
        if let Ok(None) = self.0.try_wait() {
            let _ = self.stop();
        }
    }
}

/// What a program says that goes wrong, without the rows and statements that it shows beside.
#[derive(Default)]
struct Said {
    lines: Vec<String>,
    interrupted: bool,
    aside: bool,
}

impl Said {
    fn hear(&mut self, line: &str) {
        self.interrupted |= line.ends_with("terminated by user");
        // `pg_dump: error: …`, and behind it lines of the server's own that begin otherwise.
        let own = line.strip_prefix("pg_dump: ").or_else(|| line.strip_prefix("pg_restore: "));
        self.aside = match own {
            Some(own) => !["error: ", "detail: ", "hint: "].iter().any(|kind| own.starts_with(kind)),
            None => self.aside || ["Command was:", "CONTEXT:", "LINE "].iter().any(|s| line.starts_with(s)),
        };
        let text = own.map_or(line, |own| own.strip_prefix("error: ").unwrap_or(own)).trim();
        if !self.aside && !text.is_empty() {
            self.lines.push(text.to_owned());
        }
    }

    fn text(&self, status: ExitStatus) -> String {
        if self.lines.is_empty() { format!("it ended with {status}") } else { self.lines.join("; ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_reason_and_leaves_out_rows_and_statements() {
        let mut said = Said::default();
        for line in [
            "pg_restore: connecting to database for restore",
            "pg_restore: while PROCESSING TOC:",
            "pg_restore: from TOC entry 216; 1259 16399 TABLE users anna",
            "pg_restore: error: COPY failed for table \"users\": ERROR:  invalid input syntax for type bigint: \"x\"",
            "DETAIL:  It is no number.",
            "CONTEXT:  COPY users, line 1, column id: \"x\"",
            "hunter2",
            "pg_restore: error: another one",
        ] {
            said.hear(line);
        }
        let wanted = "COPY failed for table \"users\": ERROR:  invalid input syntax for type bigint: \"x\"; DETAIL:  It \
                      is no number.; another one";
        assert_eq!(said.text(ExitStatus::default()), wanted);
        assert!(!said.interrupted);
    }

    #[test]
    fn a_program_that_should_stop_is_ended() {
        struct Impatient;
        impl Progress for Impatient {
            fn begin(&mut self, _: &str, _: Option<u64>) {}
            fn advance(&mut self, _: u64) {}
            fn end(&mut self) {}
            fn stop_requested(&self) -> bool {
                true
            }
        }
        let ended = run(Command::new("sleep").arg("600"), "sleeping", &mut Impatient, |_| None);
        assert!(matches!(ended, Err(Failure::Interrupted)));
    }
}

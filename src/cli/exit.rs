use std::io::{self, Write};
use std::process::ExitCode;

use super::context::Refused;
use crate::database::{ConnectError, PoolError};

/// A check found something, or there is something to do.
pub(super) const FOUND: u8 = 3;
/// A guard refused.
const REFUSED: u8 = 4;
/// The database can't be reached.
const UNREACHABLE: u8 = 6;

/// Reads `.env`, if there is one, into the environment; what is set there already stays.
pub(super) fn load_env_file() -> Result<(), ExitCode> {
    let problem = match dotenvy::dotenv() {
        Ok(_) => return Ok(()),
        Err(error) if error.not_found() => return Ok(()),
        // The line itself may hold a password.
        Err(dotenvy::Error::LineParse(_, at)) => {
            format!("a line of .env can't be read (near its character {at})")
        }
        Err(error) => format!(".env can't be read: {error}"),
    };
    say(&format!("error: {problem}"));
    Err(ExitCode::from(1))
}

/// Prints what went wrong, if anything did, and gives the exit code for it.
pub(super) fn finish(result: anyhow::Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) => code,
        // Whoever read our output has seen enough: `| head -1`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::from(code_for(&error))
        }
    }
}

/// Prints clap's own message: help goes to standard output and is no failure.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    match error.print() {
        Ok(()) if error.use_stderr() => ExitCode::from(2),
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => finish(Err(failure.into())),
    }
}

/// Standard error may be closed; there is nowhere left to complain then.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

fn code_for(error: &anyhow::Error) -> u8 {
    let unreachable = |cause: &(dyn std::error::Error + 'static)| {
        cause.is::<ConnectError>()
            || matches!(cause.downcast_ref(), Some(PoolError::Connect { .. }))
            || lost(cause)
    };
    if error.chain().any(unreachable) {
        UNREACHABLE
    } else if error.chain().any(|cause| cause.is::<Refused>()) {
        REFUSED
    } else {
        1
    }
}

fn lost(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref().is_some_and(crate::database::error::is_connection_lost)
}

use std::io::{self, Write};
use std::process::ExitCode;

use super::context::Refused;
use super::output::OutputError;
use crate::database::local::LocalError;
use crate::database::{ConnectError, PoolError, ScratchError};

/// Something was asked for that the command can't do.
const USAGE: u8 = 2;
/// A check found something, or there is something to do.
pub(super) const FOUND: u8 = 3;
/// A guard refused.
const REFUSED: u8 = 4;
/// The database can't be reached.
const UNREACHABLE: u8 = 6;
/// Ctrl-C, as shells tell it: 128 and the signal's number.
pub(super) const INTERRUPTED: u8 = 130;

/// The command is fine, but not with these options.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Misused(pub String);

/// Prints what went wrong, if anything did, and gives the exit code for it.
pub(super) fn finish(result: anyhow::Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) => code,
        // Whoever read our output has seen enough: `| head -1`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {}", story(&error)));
            ExitCode::from(code_for(&error))
        }
    }
}

/// Prints clap's own message: help goes to standard output and is no failure.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    if error.use_stderr() {
        // Standard error may be closed; the exit code still tells.
        return ExitCode::from(USAGE);
    }
    finish(printed.map(|()| ExitCode::SUCCESS).map_err(|failure| OutputError(failure).into()))
}

/// Tells a person something on standard error.
pub(super) fn say(text: &str) {
    // It may be closed; there is nowhere left to complain then.
    let _ = writeln!(io::stderr(), "{text}");
}

/// The error and its causes, each once: some name their cause in their own text already.
fn story(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.ends_with(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let failed = error.chain().find_map(|cause| cause.downcast_ref::<OutputError>());
    failed.is_some_and(|OutputError(io)| io.kind() == io::ErrorKind::BrokenPipe)
}

fn code_for(error: &anyhow::Error) -> u8 {
    type Cause<'e> = &'e (dyn std::error::Error + 'static);
    let unreachable = |cause: Cause<'_>| {
        cause.is::<ConnectError>()
            || cause.is::<LocalError>()
            || matches!(cause.downcast_ref(), Some(PoolError::Connect { .. }))
            || matches!(cause.downcast_ref(), Some(ScratchError::Connect(_)))
            || cause.downcast_ref().is_some_and(crate::database::error::is_connection_lost)
    };
    let is_any = |test: &dyn Fn(Cause<'_>) -> bool| error.chain().any(test);
    match () {
        () if is_any(&unreachable) => UNREACHABLE,
        () if is_any(&|cause| cause.is::<Refused>()) => REFUSED,
        () if is_any(&|cause| cause.is::<Misused>()) => USAGE,
        () => 1,
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn tells_each_cause_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("can't read it: {source}")]
        struct Told {
            source: io::Error,
        }
        let source = io::Error::other("no such file");
        let error = Err::<(), _>(Told { source }).context("the demo failed").unwrap_err();
        assert_eq!(story(&error), "the demo failed: can't read it: no such file");
    }

    #[test]
    fn knows_refusals_and_misuse_beneath_their_context() {
        let refused = anyhow::Error::from(Refused("no".into())).context("outer");
        assert_eq!(code_for(&refused), REFUSED);
        assert_eq!(code_for(&Misused("no".into()).into()), USAGE);
        assert_eq!(code_for(&anyhow::anyhow!("any other")), 1);
    }

    #[test]
    fn only_a_closed_pipe_of_standard_output_ends_quietly() {
        let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(is_closed_pipe(&OutputError(broken()).into()));
        assert!(!is_closed_pipe(&broken().into()));
        assert!(!is_closed_pipe(&OutputError(io::ErrorKind::StorageFull.into()).into()));
    }
}

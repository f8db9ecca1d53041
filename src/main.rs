//! The `ledgerstore` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    ledgerstore::cli::run(std::env::args_os())
}

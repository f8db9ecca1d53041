use std::io::Write;
use std::process::{Command, Stdio};

use super::program::Program;

#[test]
fn each_shell_gets_a_script_that_knows_the_commands() {
    let program = Program::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = program.ok(&["completions", shell]).stdout;
        for word in ["inspect", "migrate", "show-password"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

/// Those shells that are installed; bash always has to be.
#[test]
fn the_shells_can_read_them() {
    let program = Program::new();
    for (shell, must) in [("bash", true), ("zsh", false), ("fish", false)] {
        let script = program.ok(&["completions", shell]).stdout;
        let mut child = match Command::new(shell).arg("-n").stdin(Stdio::piped()).spawn() {
            Err(_) if !must => continue,
            child => child.unwrap(),
        };
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{shell}");
    }
}

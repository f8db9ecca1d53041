use std::io::{self, IsTerminal, Read};

use zeroize::Zeroizing;

use super::exit::Misused;
use crate::auth::MAX_PASSWORD_BYTES;

/// Where a new password comes from. Never from an argument: other users can see those, and the shell keeps them.
#[derive(Debug, clap::Args)]
pub(super) struct NewPassword {
    /// Read the password from standard input: its first and only line.
    #[arg(long)]
    password_stdin: bool,
    /// bcrypt's work factor, each step twice the work; 12 unless it is given.
    #[arg(long, value_name = "N", default_value_t = crate::auth::DEFAULT_COST, hide_default_value = true, value_parser = clap::value_parser!(u32).range(4..=31))]
    pub(super) cost: u32,
}

impl NewPassword {
    /// Asks on the terminal, twice and without showing it, or reads standard input.
    pub(super) fn read(&self) -> anyhow::Result<Zeroizing<String>> {
        match () {
            () if self.password_stdin => from(io::stdin().lock()),
            () if io::stdin().is_terminal() => ask(),
            () => Err(Misused(
                "there is no terminal to ask for the password on; give --password-stdin and the password on standard input"
                    .to_owned(),
            )
            .into()),
        }
    }
}

fn ask() -> anyhow::Result<Zeroizing<String>> {
    let password = Zeroizing::new(rpassword::prompt_password("New password: ")?);
    let again = Zeroizing::new(rpassword::prompt_password("The same again: ")?);
    anyhow::ensure!(password == again, "the two aren't the same, and nothing was done; try again");
    Ok(password)
}

fn from(input: impl Read) -> anyhow::Result<Zeroizing<String>> {
    // One too many is enough to tell that it's too long; more isn't read into memory.
    let most = MAX_PASSWORD_BYTES + "\r\n".len() + 1;
    let mut text = Zeroizing::new(String::with_capacity(most));
    let read = input.take(most as u64).read_to_string(&mut text);
    // What the system says of bytes that are no text doesn't show them.
    read.map_err(|error| anyhow::anyhow!("can't read the password from standard input: {error}"))?;
    let line = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    if line.contains('\n') {
        return Err(
            Misused("standard input has more than one line; give the password alone".to_owned()).into()
        );
    }
    Ok(Zeroizing::new(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_input_holds_one_line() {
        for (given, read) in [("secret\n", "secret"), ("secret\r\n", "secret"), ("s ä \n", "s ä "), ("", "")]
        {
            assert_eq!(from(given.as_bytes()).unwrap().as_str(), read);
        }
        assert!(from("one\ntwo\n".as_bytes()).unwrap_err().is::<Misused>());
        assert!(from(&b"\xff\n"[..]).is_err());
    }

    #[test]
    fn what_is_too_long_stays_too_long() {
        assert_eq!(from("x".repeat(72).as_bytes()).unwrap().len(), 72);
        assert!(from("x".repeat(10_000).as_bytes()).unwrap().len() > MAX_PASSWORD_BYTES);
    }
}

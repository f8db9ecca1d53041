use std::io::{self, IsTerminal, Write};

use super::context::Refused;

/// Asks before something that can't be undone. Where there is no terminal to ask on, `--yes` has to be given.
///
/// `what` continues "this will".
pub(super) fn confirm(yes: bool, what: &str) -> Result<(), Refused> {
    if yes {
        return Ok(());
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Refused(format!("this would {what}; give --yes if that is meant. Nothing was done")));
    }
    if ask(&format!("This will {what}. Go on? [y/N] ")) {
        return Ok(());
    }
    Err(Refused("not confirmed: nothing was done".to_owned()))
}

fn ask(question: &str) -> bool {
    let mut answer = String::new();
    let asked = write!(io::stderr(), "{question}").and_then(|()| io::stderr().flush());
    let answered = asked.and_then(|()| io::stdin().read_line(&mut answer));
    answered.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

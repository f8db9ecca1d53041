use std::io::{self, IsTerminal, Write};

use diesel::PgConnection;

use super::context::Refused;
use crate::database::find_mark;

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

/// Refuses what would destroy data unless the database is marked as one for development or tests.
///
/// `what` continues "this would".
pub(super) fn demand_expendable(conn: &mut PgConnection, what: &str) -> anyhow::Result<()> {
    let is = match find_mark(conn)? {
        Some(mark) if mark.is_expendable() => return Ok(()),
        Some(mark) => format!("marked {mark}"),
        None => "not marked, which counts as prod".to_owned(),
    };
    let advice = "if it is for development, say so with `ledgerstore db mark dev`. Nothing was done";
    Err(Refused(format!("this would {what}, and the database is {is}; {advice}")).into())
}

fn ask(question: &str) -> bool {
    let mut answer = String::new();
    let asked = write!(io::stderr(), "{question}").and_then(|()| io::stderr().flush());
    let answered = asked.and_then(|()| io::stdin().read_line(&mut answer));
    answered.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

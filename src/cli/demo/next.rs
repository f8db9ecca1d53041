use super::DATABASE;
use crate::admin::demo::Story;
use crate::cli::context::Context;
use crate::cli::output::line;
use crate::cli::program::{program, shell_quoted};
use crate::database::Conninfo;

/// Commands to paste that look at what the story left behind.
pub(super) fn suggest(context: &Context, story: &Story, target: &Conninfo) -> anyhow::Result<()> {
    let program = program();
    line("\nTry next (`unset DATABASE_URL` leads back)")?;
    line(&format!("  export DATABASE_URL={}", url(context, &program, target)))?;
    for (command, what) in [
        (format!("inspect user {}", story.anna.user.username), "everything about her"),
        (format!("inspect account {}", story.anna.account.id), "her statement"),
        ("inspect tables".to_owned(), "what there is"),
        ("audit".to_owned(), "every invariant by name"),
    ] {
        line(&format!("  {program} {command:20} # {what}"))?;
    }
    Ok(())
}

/// A URL's password isn't shown: the shell is told how to get it.
fn url(context: &Context, program: &str, target: &Conninfo) -> String {
    if target.has_secret() && context.is_named_by_environment() {
        return format!("\"$({program} db url --show-password --database {DATABASE})\"");
    }
    shell_quoted(&target.to_url())
}

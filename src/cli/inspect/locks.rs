use diesel::PgConnection;

use crate::admin::inspect::{Locker, locks};
use crate::cli::context::Context;
use crate::cli::output::{cell, maybe, number, prose, state, text};

/// People see so much of a query.
const SHOWN: usize = 120;

/// Who waits for a lock, and for whom.
///
/// Connections that make others wait come first. Process 0 is a prepared transaction. Values are left out of the
/// queries. Others' queries are hidden unless the role may read all statistics. It works on any database, and while a
/// migration is at work.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect locks
  watch ledgerstore inspect locks")]
pub(in crate::cli) struct Locks;

impl Locks {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let Self = self;
        let found = locks(conn)?;
        let columns = [
            number("pid"),
            state("is"),
            text("waits for"),
            text("for").for_people(),
            number("waited ms").for_programs(),
            number("transaction ms").for_programs(),
            text("lock"),
            text("role").for_programs(),
            text("application").for_programs(),
            prose("query"),
        ];
        let people = context.output().is_for_people();
        context.output().rows(&columns, &found, |locker| {
            vec![
                cell(locker.pid),
                cell(role(locker)),
                cell(numbers(&locker.blocked_by)),
                locker.waited_ms.or(locker.transaction_ms).map(duration),
                maybe(locker.waited_ms.as_ref()),
                maybe(locker.transaction_ms.as_ref()),
                locker.lock_on.clone(),
                locker.role.clone(),
                locker.application.clone(),
                locker.query.as_ref().map(|query| if people { shortened(query) } else { query.clone() }),
            ]
        })?;
        if found.is_empty() {
            context.notice("nobody waits for a lock");
        }
        Ok(())
    }
}

fn role(locker: &Locker) -> &'static str {
    if locker.blocked_by.is_empty() { "blocking" } else { "waiting" }
}

fn numbers(pids: &[i32]) -> String {
    let pids: Vec<_> = pids.iter().map(ToString::to_string).collect();
    if pids.is_empty() { "nobody".to_owned() } else { pids.join(", ") }
}

/// A stretch of time in its two largest units.
fn duration(ms: i64) -> String {
    let seconds = ms / 1_000;
    match seconds {
        ..1 => format!("{ms} ms"),
        1..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds / 60 % 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds / 3_600 % 24),
    }
}

fn shortened(query: &str) -> String {
    match query.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &query[..end]),
        None => query.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_durations_in_two_units() {
        let told = [5, 5_000, 65_000, 3_660_000, 90_000_000].map(duration);
        assert_eq!(told, ["5 ms", "5 s", "1 min 5 s", "1 h 1 min", "1 d 1 h"]);
    }

    #[test]
    fn shortens_between_characters() {
        assert_eq!(shortened("SELECT"), "SELECT");
        assert_eq!(shortened(&"é".repeat(SHOWN + 1)), format!("{}…", "é".repeat(SHOWN)));
    }
}

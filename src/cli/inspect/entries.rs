use diesel::PgConnection;

use super::options::{Page, tell};
use crate::admin::inspect::{EntryRow, list_entries};
use crate::cli::context::Context;
use crate::cli::output::{amount, at, cell, number, text, time};
use crate::types::{EntryId, Money};

/// List entries, the newest first.
///
/// Each transfer has two, a debit and a credit.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ledgerstore inspect entries --limit 20")]
pub(in crate::cli) struct Entries {
    #[command(flatten)]
    page: Page<EntryId>,
}

impl Entries {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let found = list_entries(conn, self.page.after, self.page.limit.limit)?;
        let columns = [
            number("id"),
            time("posted").for_programs(),
            number("transfer"),
            number("account"),
            text("owner"),
            number("version"),
            amount("amount"),
            amount("balance after"),
        ];
        context.output().rows(&columns, &found.rows, |EntryRow { entry, owner, currency }| {
            vec![
                cell(entry.id),
                at(entry.created_at),
                cell(entry.transfer_id),
                cell(entry.account_id),
                cell(owner),
                cell(entry.account_version),
                cell(Money::new(entry.amount, *currency)),
                cell(Money::new(entry.balance_after, *currency)),
            ]
        })?;
        tell(context, &found, |last| last.entry.id.to_string());
        Ok(())
    }
}

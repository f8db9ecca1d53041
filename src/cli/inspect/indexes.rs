use diesel::PgConnection;

use crate::admin::inspect::{IndexInfo, counting_since, indexes};
use crate::cli::context::Context;
use crate::cli::output::{bytes, cell, maybe, number, prose, state, text};

/// The indexes: their size, how often they are used, and which are too many.
///
/// `unused`: nothing has searched it since PostgreSQL's statistics were reset, and it keeps nothing unique; the check of a
/// foreign key may still need it one day. `covered`: another index serves all that it does. `invalid`: building it
/// concurrently failed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect indexes
  ledgerstore --format json inspect indexes | jq '.[] | select(.scans == 0).name'")]
pub(in crate::cli) struct Indexes;

impl Indexes {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let Self = self;
        let found = indexes(conn)?;
        let columns = [
            text("table").for_programs(),
            text("index"),
            prose("on").for_people().spare(),
            text("columns").for_programs(),
            text("predicate").for_programs(),
            text("unique").for_programs(),
            bytes("size"),
            number("scans"),
            state("state"),
            text("covered by").spare(),
        ];
        context.output().rows(&columns, &found, |index| {
            vec![
                cell(&index.table_name),
                cell(&index.name),
                cell(on(index)),
                cell(&index.columns),
                index.predicate.clone(),
                cell(index.is_unique),
                cell(index.bytes),
                cell(index.scans),
                cell(index.state()),
                maybe(index.covered_by.as_ref()),
            ]
        })?;
        let since = counting_since(conn)?.map_or_else(
            || "the database was made, or its server last crashed".to_owned(),
            |at| context.output().told(at),
        );
        context.notice(&format!("scans are counted since {since}"));
        Ok(())
    }
}

fn on(index: &IndexInfo) -> String {
    let unique = if index.is_unique { "unique " } else { "" };
    let rows = index.predicate.as_ref().map(|predicate| format!(" where {predicate}"));
    format!("{unique}{} ({}){}", index.table_name, index.columns, rows.unwrap_or_default())
}

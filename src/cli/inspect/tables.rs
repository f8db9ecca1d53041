use diesel::PgConnection;

use crate::admin::inspect::{TableInfo, tables};
use crate::cli::context::Context;
use crate::cli::output::{bytes, cell, maybe, number, prose, text};

/// The tables: rows, sizes, what they are for.
///
/// Small tables are counted. The rows of large ones are what PostgreSQL believes since it last analyzed them, marked
/// with ~. What a table is for is the database's own comment.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect tables
  ledgerstore inspect tables --exact")]
pub(in crate::cli) struct Tables {
    /// Count the rows of large tables too, which takes its time.
    #[arg(long)]
    exact: bool,
}

impl Tables {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let found = tables(conn, self.exact)?;
        let columns = [
            text("table"),
            number("rows").for_people(),
            number("rows").for_programs(),
            text("estimated").for_programs(),
            bytes("size"),
            number("indexes").spare(),
            bytes("index size").spare(),
            prose("what it is"),
        ];
        context.output().rows(&columns, &found, |table| {
            vec![
                cell(&table.name),
                cell(rows(table)),
                maybe(table.rows.as_ref()),
                cell(table.estimated),
                cell(table.table_bytes),
                cell(table.indexes),
                cell(table.index_bytes),
                table.comment.clone(),
            ]
        })?;
        if found.iter().any(|table| table.rows.is_none()) {
            context.notice("?: never analyzed; run ANALYZE, or count with --exact");
        }
        Ok(())
    }
}

fn rows(table: &TableInfo) -> String {
    match table.rows {
        Some(rows) if table.estimated => format!("~{rows}"),
        Some(rows) => rows.to_string(),
        None => "?".to_owned(),
    }
}

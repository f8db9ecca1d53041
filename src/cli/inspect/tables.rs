use diesel::PgConnection;

use crate::admin::inspect::tables as read_tables;
use crate::cli::context::Context;
use crate::cli::output::{cell, number, prose, text};

pub(super) fn tables(context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
    let tables = read_tables(conn)?;
    let columns = [text("table"), number("rows"), number("size"), number("indexes"), prose("what it is")];
    context.output().rows(&columns, &tables, |table| {
        vec![
            cell(table.name),
            cell(table.rows),
            cell(size(table.table_bytes)),
            cell(size(table.index_bytes)),
            table.comment.clone(),
        ]
    })
}

/// Bytes in the largest unit of which there is at least one.
fn size(bytes: i64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.iter().find(|(power, _)| bytes >= 1 << power);
    unit.map_or_else(|| format!("{bytes} B"), |(power, name)| format!("{} {name}", bytes >> power))
}

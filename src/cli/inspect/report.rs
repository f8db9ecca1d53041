use std::path::PathBuf;

use diesel::PgConnection;

use crate::admin::report;
use crate::cli::context::Context;
use crate::cli::exit::Misused;
use crate::cli::out_file;
use crate::cli::output::line;

/// Write one page that shows the database to a colleague.
///
/// It holds the audit's result, the money in circulation over time, orders by day and status, the busiest accounts, low
/// stock, the tables and a diagram of the schema, all of one moment. It is a single HTML file that needs no network and
/// no scripts, and holds neither passwords nor e-mail addresses. An existing file is replaced once the new page is
/// whole. Like an audit it reads whole tables.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect report --out report.html
  ledgerstore inspect report --low-stock 50 --out - > report.html")]
pub(in crate::cli) struct Report {
    /// The file to write; - is standard output.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Name products with less stock than this.
    #[arg(long, value_name = "PIECES", default_value_t = 10, allow_negative_numbers = true, value_parser = clap::value_parser!(i32).range(0..))]
    low_stock: i32,
}

impl Report {
    pub(super) fn run(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        if !context.output().is_for_people() {
            return Err(Misused("a report is an HTML page: leave out --format".to_owned()).into());
        }
        let to_stdout = self.out.as_os_str() == "-";
        if !to_stdout {
            out_file::check(&self.out)?;
        }
        let report = report::report(conn, self.low_stock, &mut context.progress())?;
        let page = report::html(&report)?;
        if to_stdout {
            return Ok(line(&page)?);
        }
        out_file::replace(&self.out, page.as_bytes())?;
        let broken = report.audit.iter().filter(|outcome| !outcome.findings.is_empty()).count();
        if broken > 0 {
            context.notice(&format!("{broken} of {} checks found something", report.audit.len()));
        }
        context.notice(&format!("wrote {}", self.out.display()));
        Ok(())
    }
}

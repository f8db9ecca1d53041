use std::process::ExitCode;

use super::context::{Context, Refused};
use super::output::{cell, number};
use crate::admin::seed::{self, PASSWORD, SeedError, SeedOptions, SeedReport};

/// Fill a development database with a small deterministic world.
///
/// People, accounts in several currencies, transfers, products, and orders in every status, all made through the
/// same doors as real data and in one transaction. The same seed gives the same world; seeding it again does
/// nothing. A database that holds other data is left alone (exit code 4).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore migrate up && ledgerstore seed
  ledgerstore seed --seed 7")]
pub(super) struct Seed {
    /// Another number gives another world.
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
    seed: u64,
    /// Seed although the database holds other data.
    #[arg(long)]
    beside_other_data: bool,
}

impl Seed {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut conn = context.connect_migrated()?;
        let options = SeedOptions { seed: self.seed, beside_other_data: self.beside_other_data };
        let report = match seed::seed(&mut conn, &options) {
            Err(SeedError::NotEmpty) => return Err(not_empty().into()),
            seeded => seeded?,
        };
        if report.already_there {
            context.notice(&format!("the world of seed {} is there already: nothing was done", report.seed));
        }
        // Programs get a report either way.
        if !(report.already_there && context.output().is_for_people()) {
            show(context, &report)?;
        }
        if !report.already_there {
            context.notice(&format!("everybody's password is {PASSWORD:?}; see `ledgerstore inspect users`"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn not_empty() -> Refused {
    Refused(
        "the database holds other data, and nothing was seeded; seed an empty database, or give \
         --beside-other-data to seed beside it"
            .to_owned(),
    )
}

fn show(context: &Context, report: &SeedReport) -> anyhow::Result<()> {
    let columns = [
        number("users"),
        number("accounts"),
        number("transfers"),
        number("products"),
        number("orders"),
        number("sessions"),
    ];
    context.output().json_or_rows(report, || {
        context.output().rows(&columns, std::slice::from_ref(report), |r| {
            [r.users, r.accounts, r.transfers, r.products, r.orders, r.sessions].map(cell).to_vec()
        })
    })
}

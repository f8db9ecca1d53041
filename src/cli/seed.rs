use std::process::ExitCode;

use super::context::{Context, Refused};
use super::output::{cell, number};
use crate::admin::seed::{self, PASSWORD, SeedError, SeedOptions};

/// Fill a development database with a small deterministic world.
///
/// People, accounts in several currencies, transfers, products, and orders in every status, all made through the
/// same doors as real data and in one transaction. The same seed gives the same world; seeding it again does
/// nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore migrate up && ledgerstore seed
  ledgerstore seed --seed 7")]
pub(super) struct Seed {
    /// Another number gives another world.
    #[arg(long, default_value_t = 1)]
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
            Err(SeedError::NotEmpty) => {
                let advice = format!("{}; that is --beside-other-data", SeedError::NotEmpty);
                return Err(Refused(advice).into());
            }
            seeded => seeded?,
        };
        let columns = [
            number("users"),
            number("accounts"),
            number("transfers"),
            number("products"),
            number("orders"),
            number("sessions"),
        ];
        if report.already_there {
            context.notice(&format!("the world of seed {} is there already: nothing was done", report.seed));
            return Ok(ExitCode::SUCCESS);
        }
        context.output().rows(&columns, &[report], |r| {
            [r.users, r.accounts, r.transfers, r.products, r.orders, r.sessions].map(cell).to_vec()
        })?;
        context.notice(&format!("everybody's password is {PASSWORD:?}; see `ledgerstore inspect tables`"));
        Ok(ExitCode::SUCCESS)
    }
}

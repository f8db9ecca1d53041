use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::Context as _;
use diesel::PgConnection;

use super::confirm::{confirm, demand_expendable};
use super::context::{Context, Refused};
use super::exit;
use super::output::{cell, number};
use crate::admin::seed::{self, PASSWORD, Scale, SeedError, SeedOptions, SeedReport};

/// Fill a development database with a deterministic world of any size.
///
/// People, accounts in six currencies, a year of transfers, products, orders in every status and sign-ins in every
/// state. The same seed and scale give the same rows, whatever the machine and the number of jobs. All rows go
/// through the database's own rules, in one transaction: interrupted, it leaves nothing behind (exit code 130).
///
/// Scale 1 has 1,000 users, 2,000 accounts, 20,000 transfers, 200 products and 5,000 orders; scale 100 a hundred
/// times that. Seeding the same world again does nothing. Other data is left alone, as is a database that isn't
/// marked as dev or test (exit code 4).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore migrate up && ledgerstore seed
  ledgerstore seed --scale 0.1 --seed 7
  ledgerstore seed --scale 10 --reset --yes   destroy what is there first")]
pub(super) struct Seed {
    /// How large the world is: 0.01 to 1000, with at most two decimals.
    #[arg(long, value_name = "S", default_value_t = Scale::ONE, allow_negative_numbers = true)]
    scale: Scale,
    /// Another number gives another world.
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
    #[expect(clippy::struct_field_names, reason = "it is the option's name")]
    seed: u64,
    /// Destroy everything in the database first: all migrations are reverted and applied again. If the seeding
    /// fails, what was there before stays.
    #[arg(long)]
    reset: bool,
    /// Threads that make rows while one connection writes them [default: one for each core, at most 4]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Don't ask before a reset.
    #[arg(long)]
    yes: bool,
}

impl Seed {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let mut conn = context.connect_migrated()?;
        demand_expendable(&mut conn, "fill the database with invented data")?;
        if self.reset {
            confirm(self.yes, "destroy everything in this database before it is seeded")?;
        }
        let report = match self.seed(&mut conn, context)? {
            Err(SeedError::Interrupted) => {
                context.notice("interrupted: everything was rolled back, the database is as it was");
                return Ok(ExitCode::from(exit::INTERRUPTED));
            }
            Err(held @ (SeedError::NotEmpty | SeedError::OtherWorld { .. })) => {
                return Err(refused(&held).into());
            }
            seeded => seeded.context("nothing was seeded")?,
        };
        tell(context, &report)?;
        Ok(ExitCode::SUCCESS)
    }

    fn seed(
        &self,
        conn: &mut PgConnection,
        context: &Context,
    ) -> anyhow::Result<Result<SeedReport, SeedError>> {
        let jobs = self.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()));
        let options = SeedOptions {
            scale: self.scale,
            seed: self.seed,
            jobs: jobs.unwrap_or_else(default_jobs),
            reset: self.reset,
        };
        Ok(seed::seed(conn, &options, &mut context.progress().interruptible()?))
    }
}

/// The server is busier than whoever makes its rows: more threads would only hold more of them.
fn default_jobs() -> NonZeroUsize {
    let enough = NonZeroUsize::MIN.saturating_add(3);
    available_parallelism().map_or(NonZeroUsize::MIN, |cores| cores.min(enough))
}

fn refused(held: &SeedError) -> Refused {
    Refused(format!(
        "{held}, and nothing was seeded; seed an empty database, or give --reset to destroy what is there first"
    ))
}

fn tell(context: &Context, report: &SeedReport) -> anyhow::Result<()> {
    let SeedReport { seed, scale, already_there, .. } = report;
    if *already_there {
        context
            .notice(&format!("the world of seed {seed} at scale {scale} is there already: nothing was done"));
    }
    // Programs get a report either way.
    if !(*already_there && context.output().is_for_people()) {
        show(context, report)?;
    }
    context.notice(&format!("everybody's password is {PASSWORD:?}; see `ledgerstore inspect users`"));
    Ok(())
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

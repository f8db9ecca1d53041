use std::ops::Range;

use super::block::Block;
use super::rows::Rows;
use super::scale::Scale;
use super::shop;
use super::statement::Statement;
use super::world::World;
use super::{ends, people};

/// How many rows one `COPY` brings at most.
const ROWS: u64 = 20_000;

/// The year goes in stretch by stretch. Each changes the balances of the busy once more, and within one transaction the server
/// has to step over all that they were before: many stretches cost more than their rows.
const STRETCHES: u64 = 24;
/// A stretch has no more transfers, so that it fits into memory, however large the world.
const LONGEST: u64 = 50_000;
/// A stretch of a small world has no fewer: each costs something by itself.
const SHORTEST: u64 = 1_000;

/// A part of the seeding, made of units that are written one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Numbering begins at 1.
    Beginning,
    /// Who there is.
    People,
    /// The house's accounts and theirs.
    Accounts,
    /// What they first pay in.
    Deposits,
    /// What the shop sells.
    Products,
    /// A year's transfers and orders.
    Year,
    /// Who signed in.
    Sessions,
    /// Numbering goes on behind what there is.
    Ending,
}

impl Stage {
    const ALL: [Self; 8] = [
        Self::Beginning,
        Self::People,
        Self::Accounts,
        Self::Deposits,
        Self::Products,
        Self::Year,
        Self::Sessions,
        Self::Ending,
    ];

    /// What people are shown.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Beginning => "preparing",
            Self::People => "users",
            Self::Accounts => "accounts",
            Self::Deposits => "first deposits",
            Self::Products => "products",
            Self::Year => "transfers and orders",
            Self::Sessions => "sessions",
            Self::Ending => "finishing",
        }
    }

    /// How many rows it adds, lines of orders and what triggers write not counted.
    pub(super) fn rows(self, scale: Scale) -> u64 {
        match self {
            Self::Beginning | Self::Ending => 0,
            Self::People => scale.users(),
            Self::Accounts | Self::Deposits => scale.accounts(),
            Self::Products => scale.products(),
            Self::Year => scale.transfers() - scale.accounts() + scale.orders(),
            Self::Sessions => scale.sessions(),
        }
    }

    pub(super) fn units(self, scale: Scale) -> u64 {
        match self {
            Self::Year => {
                let slots = scale.transfers() - scale.accounts();
                slots.div_ceil(SHORTEST).min(STRETCHES).max(slots.div_ceil(LONGEST))
            }
            _ => self.rows(scale).div_ceil(ROWS).max(1),
        }
    }

    /// The statements of one unit.
    pub(super) fn unit(self, world: &World, unit: u64) -> Vec<Statement> {
        let rows = unit * ROWS..((unit + 1) * ROWS).min(self.rows(world.scale));
        let one = |rows: Rows| rows.into_statement().into_iter().collect();
        match self {
            Self::Beginning => ends::BEGINNING.map(Statement::plain).into(),
            Self::Ending => ends::ENDING.map(Statement::plain).into(),
            Self::People => one(people::users(&world.people, rows, &world.password)),
            Self::Accounts => one(world.accounts(rows)),
            Self::Deposits => one(world.deposits(rows)),
            Self::Products => one(shop::products(&world.shop, rows)),
            Self::Year => {
                let first = (unit == 0).then(|| Statement::plain(ends::BEFORE_THE_YEAR));
                first
                    .into_iter()
                    .chain(Block::new(world, unit, self.units(world.scale)).statements())
                    .collect()
            }
            Self::Sessions => world.sessions(rows),
        }
    }
}

/// All units, in order.
pub(super) fn units(scale: Scale) -> Vec<(Stage, u64)> {
    let of = |stage: Stage| -> Range<u64> { 0..stage.units(scale) };
    Stage::ALL.into_iter().flat_map(|stage| of(stage).map(move |unit| (stage, unit))).collect()
}

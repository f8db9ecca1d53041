use std::ops::Range;

use super::block::Block;
use super::rows::Rows;
use super::scale::Scale;
use super::shop;
use super::statement::Statement;
use super::world::World;
use super::{ends, people};

/// How many rows one `COPY` brings at most. A statement's triggers take all of its rows at once: more at a time is no
/// faster, and takes memory.
const ROWS: u64 = 5_000;

/// How many transfers a stretch of the year has: few enough that a payment is given back some days later in a small world,
/// and not at the end of the year.
const SLOTS: u64 = 2_000;

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
            Self::Year => (scale.transfers() - scale.accounts()).div_ceil(SLOTS),
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

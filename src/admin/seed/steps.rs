use super::calendar::{HOUR, Instant};
use super::order::{self, Order};
use super::outcome::Outcome;
use super::rows::Elements;
use super::statement::Statement;
use super::world::World;

const RESTOCK: &str =
    "UPDATE products p SET stock_quantity = p.stock_quantity + s.pieces, updated_at = $3::TIMESTAMPTZ
    FROM unnest($1::BIGINT[], $2::INTEGER[]) AS s (id, pieces) WHERE p.id = s.id";
const CONFIRM: &str =
    "UPDATE orders o SET status = 'confirmed', payment_transfer_id = s.payment, updated_at = s.at
    FROM unnest($1::BIGINT[], $2::BIGINT[], $3::TIMESTAMPTZ[]) AS s (id, payment, at) WHERE o.id = s.id";
const REFUND: &str =
    "UPDATE orders o SET status = 'cancelled', refund_transfer_id = s.refund, updated_at = s.at
    FROM unnest($1::BIGINT[], $2::BIGINT[], $3::TIMESTAMPTZ[]) AS s (id, refund, at) WHERE o.id = s.id";
const STEP: &str = "UPDATE orders o SET status = $1, updated_at = s.at
    FROM unnest($2::BIGINT[], $3::TIMESTAMPTZ[]) AS s (id, at) WHERE o.id = s.id";

/// Cancelling returns stock order by order, and the history keeps that order: the rows have to be taken as the arrays give
/// them, which only a nested loop does. Another join could be planned on another machine, and would be no faster.
const IN_ORDER: &str =
    "SELECT set_config('enable_hashjoin', $1, true), set_config('enable_mergejoin', $1, true),
    set_config('enable_seqscan', $1, true)";

/// The steps of a block's orders, each set of them one statement.
pub(super) struct Steps<'w> {
    world: &'w World,
    confirmed: [Elements; 3],
    refunded: [Elements; 3],
    shipped: [Elements; 2],
    delivered: [Elements; 2],
    cancelled: Elements,
    pending: [Elements; 2],
}

impl<'w> Steps<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        Self {
            world,
            confirmed: Default::default(),
            refunded: Default::default(),
            shipped: Default::default(),
            delivered: Default::default(),
            cancelled: Elements::default(),
            pending: Default::default(),
        }
    }

    /// All steps of an order but its refund. It would have been paid by this transfer, at this time.
    pub(super) fn paid(&mut self, order: &Order, payment: u64, at: Instant) {
        let id = order::id(order.number);
        match order.outcome {
            // Its lines were written after it: otherwise its time would be that of the seeding.
            Outcome::Pending => push(&mut self.pending, [&id, &at]),
            Outcome::CancelledUnpaid => self.cancelled.push(&id),
            _ => push(&mut self.confirmed, [&id, &payment, &at]),
        }
        let mut draw = self.world.steps.row(order.number);
        let mut hours = |from: u64, to: u64| (from + draw.below(to - from)).cast_signed() * HOUR;
        let shipped = at.after(hours(4, 72));
        if order.outcome.was_shipped() {
            push(&mut self.shipped, [&id, &shipped]);
        }
        if order.outcome.was_delivered() {
            push(&mut self.delivered, [&id, &shipped.after(hours(20, 120))]);
        }
    }

    pub(super) fn refunded(&mut self, order: &Order, refund: u64, at: Instant) {
        push(&mut self.refunded, [&order::id(order.number), &refund, &at]);
    }

    /// These come before any refund.
    pub(super) fn confirmations(&mut self) -> impl Iterator<Item = Statement> {
        let confirmed = statement(CONFIRM, None, std::mem::take(&mut self.confirmed));
        [in_order("off")].into_iter().chain(confirmed)
    }

    /// The rest. Orders that were never paid are cancelled at this time.
    pub(super) fn others(self, cancelled_at: Instant) -> impl Iterator<Item = Statement> {
        let mut times = Elements::default();
        (0..self.cancelled.len()).for_each(|_| times.push(&cancelled_at));
        let step = |status, arrays| statement(STEP, Some(status), arrays);
        [
            step("shipped", self.shipped),
            step("delivered", self.delivered),
            step("pending", self.pending),
            step("cancelled", [self.cancelled, times]),
            statement(REFUND, None, self.refunded),
        ]
        .into_iter()
        .flatten()
        .chain([in_order("on")])
    }
}

/// Brings pieces of products in.
pub(super) fn restock(pieces: impl Iterator<Item = (u64, u64)>, at: Instant) -> Option<Statement> {
    let mut arrays: [Elements; 2] = Default::default();
    pieces.for_each(|(product, pieces)| push(&mut arrays, [&product, &pieces]));
    let empty = arrays[0].is_empty();
    let parameters = arrays.map(Elements::into_text).into_iter().chain([at.to_string()]).collect();
    (!empty).then_some(Statement::Execute { sql: RESTOCK, parameters })
}

fn in_order(others: &str) -> Statement {
    Statement::Execute { sql: IN_ORDER, parameters: vec![others.to_owned()] }
}

fn push<const N: usize>(arrays: &mut [Elements; N], row: [&dyn std::fmt::Display; N]) {
    arrays.iter_mut().zip(row).for_each(|(array, element)| array.push(element));
}

fn statement<const N: usize>(
    sql: &'static str,
    first: Option<&str>,
    arrays: [Elements; N],
) -> Option<Statement> {
    let empty = arrays.iter().all(Elements::is_empty);
    let arrays = arrays.into_iter().map(Elements::into_text);
    let parameters = first.map(str::to_owned).into_iter().chain(arrays).collect();
    (!empty).then_some(Statement::Execute { sql, parameters })
}

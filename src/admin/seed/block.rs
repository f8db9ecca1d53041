use std::collections::BTreeMap;
use std::ops::Range;

use super::calendar::{Instant, LIVING};
use super::layout::{house_account, user_id};
use super::order::{self, Order};
use super::outcome::Outcome;
use super::rows::Rows;
use super::rows::Value::{Plain, Text};
use super::shop::{self, Shop};
use super::statement::Statement;
use super::steps::Steps;
use super::table::Table;
use super::transfer::Transfer;
use super::world::World;

/// Every so many payments one is given back.
const ONE_REVERSED_OF: u64 = 40;

/// A stretch of the year: the transfers and the orders of that time, complete in itself.
///
/// Its last slots are the refunds of its orders: an order can't be confirmed with a payment that was given back already.
pub(super) struct Block<'w> {
    world: &'w World,
    slots: Range<u64>,
    orders: Vec<Order>,
    /// The first slot of a refund.
    refunds_from: u64,
}

impl<'w> Block<'w> {
    /// The `index`th of `count` blocks.
    pub(super) fn new(world: &'w World, index: u64, count: u64) -> Self {
        let part = |of: u64| of * index / count..of * (index + 1) / count;
        let order = |number| world.orders.order(number, &world.layout, &world.shop);
        let orders: Vec<_> = part(world.scale.orders()).map(order).collect();
        let refunds: u64 = orders.iter().map(|order| order.outcome.refunds()).sum();
        let slots = part(world.slots());
        let refunds_from = slots.end - refunds;
        Self { world, slots, orders, refunds_from }
    }

    pub(super) fn statements(&self) -> Vec<Statement> {
        let mut steps = Steps::new(self.world);
        for (index, order) in self.orders.iter().enumerate() {
            let slot = self.slot(index);
            steps.paid(order, self.transfer_id(slot), self.world.payments.time(slot));
        }
        let refunds = self.refunds(&mut steps);
        let copied = [self.payments(), self.orders()].into_iter().filter_map(Rows::into_statement);
        let mut statements: Vec<_> =
            copied.chain(self.restock()).chain(self.lines().into_statement()).collect();
        statements.extend(steps.confirmations());
        statements.extend(refunds.into_statement());
        statements.extend(steps.others(self.time_of_refunds()));
        statements
    }

    fn transfer_id(&self, slot: u64) -> u64 {
        self.world.scale.accounts() + 1 + slot
    }

    /// The slot of an order's payment, whether it is paid or not: the orders are spread evenly.
    fn slot(&self, index: usize) -> u64 {
        self.slots.start + (self.refunds_from - self.slots.start) * index as u64 / self.orders.len() as u64
    }

    fn placed(&self, index: usize) -> Instant {
        self.world.payments.time_before(self.slot(index))
    }

    /// Later than everything else in the block but the refunds.
    fn time_of_refunds(&self) -> Instant {
        LIVING.place(self.refunds_from, self.world.slots())
    }

    /// The transfers of all slots before the refunds, in the order of their times.
    fn payments(&self) -> Rows {
        let mut rows = Rows::new(Table::Transfers);
        let mut orders = self.orders.iter().enumerate().peekable();
        let (mut made, mut last) = (0, None);
        for slot in self.slots.start..self.refunds_from {
            let paid = orders.next_if(|(index, _)| self.slot(*index) == slot);
            if let Some((_, order)) = paid.filter(|(_, order)| order.outcome.is_paid()) {
                self.payment_of(order, slot).add(&mut rows);
                continue;
            }
            made += 1;
            let transfer = match last.take() {
                Some(original) if made % ONE_REVERSED_OF == 0 => self.reversal(&original, slot),
                _ => self.world.payments.payment(slot, self.transfer_id(slot), &self.world.layout),
            };
            transfer.add(&mut rows);
            last = Some(transfer);
        }
        rows
    }

    /// Of a payment just made, whose receiver still has the money: all of it, or every second time the half.
    fn reversal(&self, original: &Transfer, slot: u64) -> Transfer {
        let amount = if slot.is_multiple_of(2) { original.amount } else { original.amount.div_ceil(2) };
        let description = format!("Reversal of transfer {}", original.id);
        original.reversal(self.transfer_id(slot), amount, description, self.world.payments.time(slot))
    }

    /// As the shop itself would post it.
    fn payment_of(&self, order: &Order, slot: u64) -> Transfer {
        let (number, coin) = (order::order_number(order.number), order.buyer.coin);
        Transfer {
            id: self.transfer_id(slot),
            from: order.buyer.account,
            to: house_account(coin),
            coin,
            amount: order.total,
            key: Some(format!("order:{}:payment", order::id(order.number))),
            description: format!("Order {number}"),
            reverses: None,
            at: self.world.payments.time(slot),
        }
    }

    /// Gives payments back in the last slots: first the parts, then what completes a cancelled order's refund.
    fn refunds(&self, steps: &mut Steps<'_>) -> Rows {
        let mut rows = Rows::new(Table::Transfers);
        let mut slots = self.refunds_from..self.slots.end;
        let payments = || self.orders.iter().enumerate().map(|(index, order)| (order, self.slot(index)));
        let in_part =
            |outcome| matches!(outcome, Outcome::DeliveredPartlyRefunded | Outcome::CancelledInParts);
        let parts = payments().filter(|(order, _)| in_part(order.outcome));
        for ((order, paid), slot) in parts.zip(slots.by_ref()) {
            let part = self.world.orders.part(order);
            let description = format!("Part of order {} given back", order::order_number(order.number));
            self.refund(order, paid, slot, part, description).add(&mut rows);
        }
        let cancelled = payments().filter(|(order, _)| order.outcome.is_cancelled_after_payment());
        for ((order, paid), slot) in cancelled.zip(slots) {
            let given_back = if in_part(order.outcome) { self.world.orders.part(order) } else { 0 };
            let description = format!("Refund of order {}", order::order_number(order.number));
            let key = Some(format!("order:{}:refund", order::id(order.number)));
            let refund = self.refund(order, paid, slot, order.total - given_back, description);
            steps.refunded(order, refund.id, refund.at);
            Transfer { key, ..refund }.add(&mut rows);
        }
        rows
    }

    fn refund(&self, order: &Order, paid: u64, slot: u64, amount: u64, description: String) -> Transfer {
        let at = self.world.payments.time(slot);
        self.payment_of(order, paid).reversal(self.transfer_id(slot), amount, description, at)
    }

    fn orders(&self) -> Rows {
        let mut rows = Rows::new(Table::Orders);
        for (index, order) in self.orders.iter().enumerate() {
            let placed = self.placed(index);
            rows.add(&[
                Plain(&order::id(order.number)),
                Plain(&user_id(order.buyer.user)),
                Text(&order::order_number(order.number)),
                Plain(&order.buyer.coin.currency()),
                Plain(&placed),
                Plain(&placed),
            ]);
        }
        rows
    }

    fn lines(&self) -> Rows {
        let mut rows = Rows::new(Table::OrderItems);
        for (index, order) in self.orders.iter().enumerate() {
            let (placed, coin) = (self.placed(index), order.buyer.coin);
            for line in &order.lines {
                rows.add(&[
                    Plain(&order::id(order.number)),
                    Plain(&shop::id(line.product)),
                    Plain(&coin.currency()),
                    Plain(&line.quantity),
                    Plain(&coin.price(line.price)),
                    Plain(&placed),
                ]);
            }
        }
        rows
    }

    /// What the block's orders take comes in before them, of most products some more.
    fn restock(&self) -> Option<Statement> {
        let mut wanted = BTreeMap::new();
        for line in self.orders.iter().flat_map(|order| &order.lines) {
            *wanted.entry(line.product).or_default() += line.quantity;
        }
        let delivered = |(product, pieces): (u64, u64)| {
            (shop::id(product), if Shop::is_short(product) { pieces } else { pieces.next_multiple_of(5) })
        };
        let at = LIVING.place(self.slots.start, self.world.slots());
        super::steps::restock(wanted.into_iter().map(delivered), at)
    }
}

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;

use super::User;
use crate::schema::orders;
use crate::types::{Currency, Money, MoneyError, OrderId, OrderStatus, TransferId, UserId};

/// What a user buys at once (table `orders`).
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable, Associations)]
#[diesel(table_name = orders, check_for_backend(Pg), belongs_to(User))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Order {
    /// The order's number inside the database.
    pub id: OrderId,
    /// Who buys.
    pub user_id: UserId,
    /// The number that people see.
    pub order_number: String,
    /// How far it has come.
    pub status: OrderStatus,
    /// What its lines are priced in.
    pub currency: Currency,
    /// The sum of its lines, in the currency's major unit; the database keeps it.
    pub total_amount: BigDecimal,
    /// The transfer that paid it.
    pub payment_transfer_id: Option<TransferId>,
    /// The reversal that gave the payment back.
    pub refund_transfer_id: Option<TransferId>,
    /// When it was placed.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

/// An order to start: pending and empty. Its lines set the total.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = orders)]
pub struct NewOrder<'a> {
    /// Who buys.
    pub user_id: UserId,
    /// What its lines will be priced in.
    pub currency: Currency,
    /// The number that people will see; the database gives one when there is none.
    pub order_number: Option<&'a str>,
}

/// Which orders to list; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Only this user's.
    pub user: Option<UserId>,
    /// Only in this status.
    pub status: Option<OrderStatus>,
}

impl Order {
    /// Starts an order.
    ///
    /// # Errors
    /// Violates `orders_user_id_fkey` when there is no such user, `orders_order_number_key` when the number is
    /// taken.
    pub fn insert(conn: &mut PgConnection, order: &NewOrder<'_>) -> QueryResult<Self> {
        diesel::insert_into(orders::table).values(order).returning(Self::as_returning()).get_result(conn)
    }

    /// The order with this number inside the database, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find(conn: &mut PgConnection, id: OrderId) -> QueryResult<Option<Self>> {
        Self::query().find(id).first(conn).optional()
    }

    /// The order with this number inside the database.
    ///
    /// # Errors
    /// [`NotFound`](diesel::result::Error::NotFound) when there is none.
    pub fn get(conn: &mut PgConnection, id: OrderId) -> QueryResult<Self> {
        Self::query().find(id).first(conn)
    }

    /// The order with the number that people see, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_number(conn: &mut PgConnection, number: &str) -> QueryResult<Option<Self>> {
        Self::query().filter(orders::order_number.eq(number)).first(conn).optional()
    }

    /// The order that this transfer paid or refunded.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_transfer(conn: &mut PgConnection, transfer: TransferId) -> QueryResult<Option<Self>> {
        let pays_or_refunds =
            orders::payment_transfer_id.eq(transfer).or(orders::refund_transfer_id.eq(transfer));
        Self::query().filter(pays_or_refunds).first(conn).optional()
    }

    /// Locks an order until the transaction ends.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn lock(conn: &mut PgConnection, id: OrderId) -> QueryResult<Option<Self>> {
        Self::query().find(id).for_no_key_update().first(conn).optional()
    }

    /// Locks the oldest pending order that nobody else has locked until the transaction ends; `None` when there is none.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn lock_next_pending(conn: &mut PgConnection) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(orders::status.eq(OrderStatus::Pending))
            .order((orders::created_at, orders::id))
            .for_no_key_update()
            .skip_locked()
            .first(conn)
            .optional()
    }

    /// Orders, the newest first, at most `limit` of those before the one placed at that time with that number.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list(
        conn: &mut PgConnection,
        filter: &OrderFilter,
        before: Option<(DateTime<Utc>, OrderId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().into_boxed();
        if let Some(user) = filter.user {
            query = query.filter(orders::user_id.eq(user));
        }
        if let Some(status) = filter.status {
            query = query.filter(orders::status.eq(status));
        }
        if let Some((at, id)) = before {
            // The first condition alone bounds the walk along the index; the second sorts out those of that very time.
            query = query.filter(orders::created_at.le(at));
            query = query.filter(orders::created_at.lt(at).or(orders::id.lt(id)));
        }
        query.order((orders::created_at.desc(), orders::id.desc())).limit(limit).load(conn)
    }

    /// Confirms a pending order with the transfer that paid it; `None` when it isn't pending any more.
    ///
    /// An order that costs nothing is confirmed without a payment.
    ///
    /// # Errors
    /// Violates `orders_payment_pays_total` when the transfer isn't exactly the total to the house.
    pub fn confirm(
        conn: &mut PgConnection,
        id: OrderId,
        payment: Option<TransferId>,
    ) -> QueryResult<Option<Self>> {
        diesel::update(orders::table.find(id).filter(orders::status.eq(OrderStatus::Pending)))
            .set((orders::status.eq(OrderStatus::Confirmed), orders::payment_transfer_id.eq(payment)))
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// Takes an order one step on from the status that the caller saw; `None` when it isn't in that one any more.
    ///
    /// # Errors
    /// Violates `orders_status_step` when the step isn't a legal one.
    pub fn advance(
        conn: &mut PgConnection,
        id: OrderId,
        from: OrderStatus,
        to: OrderStatus,
    ) -> QueryResult<Option<Self>> {
        diesel::update(orders::table.find(id).filter(orders::status.eq(from)))
            .set(orders::status.eq(to))
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// Cancels an order, with the reversal that completed its refund if it was paid; its stock goes back.
    ///
    /// `None` when it isn't in the status that the caller saw any more.
    ///
    /// # Errors
    /// Violates `orders_status_step` when it was shipped, `orders_refund_reverses_payment` when the refund isn't
    /// whole.
    pub fn cancel(
        conn: &mut PgConnection,
        id: OrderId,
        from: OrderStatus,
        refund: Option<TransferId>,
    ) -> QueryResult<Option<Self>> {
        diesel::update(orders::table.find(id).filter(orders::status.eq(from)))
            .set((orders::status.eq(OrderStatus::Cancelled), orders::refund_transfer_id.eq(refund)))
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// The sum of its lines, as money.
    ///
    /// # Errors
    /// Never for a row that the database accepted: each line's price fits its currency.
    pub fn total(&self) -> Result<Money, MoneyError> {
        Money::from_decimal(&self.total_amount, self.currency)
    }
}

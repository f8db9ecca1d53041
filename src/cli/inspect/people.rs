use diesel::PgConnection;
use serde::Serialize;

use super::{Limit, Page, PageBack, hint_at_more, ledger, shop, time};
use crate::admin::inspect::find_user;
use crate::cli::context::Context;
use crate::cli::output::{cell, line, number, prose, text};
use crate::models::{Account, AccountFilter, Order, OrderFilter, Session, User, UserFilter};
use crate::types::{SessionId, UserId};

/// How much of each kind the picture of one user shows.
const OF_EACH: i64 = 100;

/// A user with everything of theirs.
#[derive(Serialize)]
struct WholeUser<'a> {
    user: &'a User,
    accounts: &'a [Account],
    orders: &'a [Order],
    sessions: &'a [Session],
}

pub(in crate::cli) fn users(
    context: &Context,
    conn: &mut PgConnection,
    deleted: bool,
    page: &Page<UserId>,
) -> anyhow::Result<()> {
    let filter = if deleted { UserFilter::Deleted } else { UserFilter::Active };
    let users = User::list(conn, filter, page.after, page.limit.limit)?;
    show_users(context, &users)?;
    hint_at_more(context, users.len(), page.limit, || {
        users.last().map(|last| format!("--after {}", last.id))
    });
    Ok(())
}

pub(super) fn user(context: &Context, conn: &mut PgConnection, who: &str) -> anyhow::Result<()> {
    let user = find_user(conn, who)?;
    let owned = AccountFilter { owner: Some(user.username.clone()), currency: None };
    let accounts = Account::list(conn, &owned, None, OF_EACH)?;
    let bought = OrderFilter { user: Some(user.id), status: None };
    let orders = Order::list(conn, &bought, None, OF_EACH)?;
    let sessions = Session::list(conn, Some(user.id), None, OF_EACH)?;
    if !context.output().is_for_people() {
        let whole = WholeUser { user: &user, accounts: &accounts, orders: &orders, sessions: &sessions };
        return context.output().json_or_rows(&whole, || show_users(context, std::slice::from_ref(&user)));
    }
    show_users(context, std::slice::from_ref(&user))?;
    if !accounts.is_empty() {
        line("\nAccounts")?;
        ledger::show_accounts(context, &accounts)?;
    }
    if !orders.is_empty() {
        line("\nOrders, the newest first")?;
        shop::show_orders(context, &orders)?;
    }
    if !sessions.is_empty() {
        line("\nSessions, the newest first")?;
        show_sessions(context, &sessions)?;
    }
    Ok(())
}

pub(in crate::cli) fn sessions(
    context: &Context,
    conn: &mut PgConnection,
    user: Option<&str>,
    page: &PageBack<SessionId>,
) -> anyhow::Result<()> {
    let user = user.map(|who| find_user(conn, who)).transpose()?.map(|user| user.id);
    let Limit { limit } = page.limit;
    let sessions = Session::list(conn, user, page.before, limit)?;
    show_sessions(context, &sessions)?;
    hint_at_more(context, sessions.len(), page.limit, || {
        sessions.last().map(|last| format!("--before {}", last.id))
    });
    Ok(())
}

pub(in crate::cli) fn show_users(context: &Context, users: &[User]) -> anyhow::Result<()> {
    let columns =
        [number("id"), text("username"), prose("full name"), text("e-mail"), text("since"), text("deleted")];
    context.output().rows(&columns, users, |user| {
        vec![
            cell(user.id),
            cell(&user.username),
            cell(&user.full_name),
            cell(&user.email),
            cell(time(user.created_at)),
            user.deleted_at.map(time),
        ]
    })
}

fn show_sessions(context: &Context, sessions: &[Session]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        number("user"),
        text("confirmed"),
        number("wrong codes"),
        text("since"),
        text("until"),
    ];
    context.output().rows(&columns, sessions, |session| {
        vec![
            cell(session.id),
            cell(session.user_id),
            cell(if session.otp_code_confirmed { "yes" } else { "no" }),
            cell(session.otp_code_attempts),
            cell(time(session.created_at)),
            cell(time(session.expires_at)),
        ]
    })
}

use diesel::PgConnection;

use super::options::{Page, tell};
use super::{accounts, orders, sessions};
use crate::admin::inspect::{Listed, UserPicture, UserQuery, find_user, list_users, user_picture};
use crate::cli::context::Context;
use crate::cli::output::{at, cell, number, prose, state, text, time};
use crate::models::{User as Row, UserFilter};
use crate::types::UserId;

/// List users by number.
///
/// The first is the house: the owner of the accounts through which money enters and leaves.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect users
  ledgerstore inspect users --search anna
  ledgerstore inspect users --deleted
  ledgerstore inspect users --sort newest --limit 10")]
pub(in crate::cli) struct Users {
    /// Those that were deleted instead.
    #[arg(long)]
    deleted: bool,
    /// Only those with this text in their username, e-mail address or full name. It reads on until it has found enough.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// In which order.
    #[arg(long, value_enum, default_value_t = Sort::Id)]
    sort: Sort,
    #[command(flatten)]
    page: Page<UserId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    /// By number.
    Id,
    /// The newest first.
    Newest,
}

/// Show one user with accounts, orders and sessions.
///
/// CSV holds the user alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ledgerstore inspect user anna
  ledgerstore inspect user anna@example.com
  ledgerstore inspect user 2")]
pub(in crate::cli) struct User {
    /// A username, an e-mail address or a number.
    #[arg(value_name = "USER")]
    who: String,
    /// How many accounts, orders and sessions at most, of each.
    #[arg(long, value_name = "N", default_value_t = 10, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

impl Users {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let Page { after, limit } = self.page;
        let wanted = UserQuery {
            filter: if self.deleted { UserFilter::Deleted } else { UserFilter::Active },
            search: self.search.clone(),
            newest_first: self.sort == Sort::Newest,
            after,
            limit: limit.limit,
        };
        show(context, &list_users(conn, &wanted)?)
    }
}

impl User {
    pub(super) fn show(&self, context: &Context, conn: &mut PgConnection) -> anyhow::Result<()> {
        let user = find_user(conn, &self.who)?;
        let picture = user_picture(conn, user, self.limit)?;
        if context.output().is_for_people() {
            return picture_of(context, &picture);
        }
        context.output().json_or_rows(&picture, || show_users(context, std::slice::from_ref(&picture.user)))
    }
}

/// The users of `user list`, as `inspect users` lists them.
pub(in crate::cli) fn list(
    context: &Context,
    conn: &mut PgConnection,
    deleted: bool,
    page: &Page<UserId>,
) -> anyhow::Result<()> {
    let users = Users { deleted, search: None, sort: Sort::Id, page: *page };
    users.show(context, conn)
}

fn show(context: &Context, users: &Listed<Row>) -> anyhow::Result<()> {
    show_users(context, &users.rows)?;
    tell(context, users, |last| last.id.to_string());
    Ok(())
}

fn picture_of(context: &Context, picture: &UserPicture) -> anyhow::Result<()> {
    card(context, &picture.user)?;
    let output = context.output();
    if !picture.accounts.rows.is_empty() {
        output.heading("Accounts")?;
        accounts::show_accounts(context, &picture.accounts.rows)?;
    }
    if !picture.orders.rows.is_empty() {
        output.heading("Orders, the newest first")?;
        orders::show_rows(context, &picture.orders.rows)?;
    }
    if !picture.sessions.rows.is_empty() {
        output.heading("Sessions, the newest first")?;
        sessions::show_rows(context, &picture.sessions.rows)?;
    }
    tell_of_more(context, picture);
    Ok(())
}

fn tell_of_more(context: &Context, picture: &UserPicture) {
    let user = picture.user.id;
    for (more, list) in [
        (picture.accounts.more, "accounts --owner"),
        (picture.orders.more, "orders --user"),
        (picture.sessions.more, "sessions --user"),
    ] {
        if more {
            context.notice(&format!("there are more: see `ledgerstore inspect {list} {user}`"));
        }
    }
}

fn card(context: &Context, user: &Row) -> anyhow::Result<()> {
    let locked = user.hashed_password.is_locked();
    Ok(context.output().card(vec![
        (number("user"), cell(user.id)),
        (text("username"), cell(&user.username)),
        (prose("full name"), cell(&user.full_name)),
        (prose("e-mail"), cell(&user.email)),
        (state("state"), cell(standing(user))),
        (time("password set"), if locked { None } else { at(user.password_changed_at) }),
        (time("since"), at(user.created_at)),
        (time("deleted"), user.deleted_at.and_then(at)),
    ])?)
}

fn standing(user: &Row) -> &'static str {
    match () {
        () if user.deleted_at.is_some() => "deleted",
        () if user.hashed_password.is_locked() => "locked",
        () => "active",
    }
}

pub(in crate::cli) fn show_users(context: &Context, users: &[Row]) -> anyhow::Result<()> {
    let columns = [
        number("id"),
        text("username"),
        prose("full name"),
        prose("e-mail"),
        time("since"),
        time("deleted").spare(),
    ];
    context.output().rows(&columns, users, |user| {
        vec![
            cell(user.id),
            cell(&user.username),
            cell(&user.full_name),
            cell(&user.email),
            at(user.created_at),
            user.deleted_at.and_then(at),
        ]
    })
}

use std::process::ExitCode;

use diesel::PgConnection;

use super::confirm::confirm;
use super::context::{Context, Refused};
use super::inspect::{Page, list_users, show_users};
use super::password::NewPassword;
use crate::admin::inspect::find_user;
use crate::auth::{self, AuthError, SignUp};
use crate::models;
use crate::types::UserId;

/// Add, list, delete and restore users, and set their passwords.
///
/// A password is asked for on the terminal, or read from standard input; it is never an argument.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Examples:
  ledgerstore user add carl --email carl@example.com --full-name 'Carl Dahl'
  ledgerstore user passwd anna
  ledgerstore user delete anna")]
pub(super) enum User {
    /// Add a user with a password.
    #[command(after_help = "Examples:
  ledgerstore user add carl --email carl@example.com --full-name 'Carl Dahl'
  ledgerstore user add dora --email dora@example.com --full-name Dora \\
      --password-stdin < password.txt")]
    Add(Add),
    /// List users by number, as `inspect users` does.
    #[command(after_help = "Examples:
  ledgerstore user list
  ledgerstore user list --deleted")]
    List {
        /// Those that were deleted instead.
        #[arg(long)]
        deleted: bool,
        #[command(flatten)]
        page: Page<UserId>,
    },
    /// Set a user's password and end all of the user's sessions.
    #[command(after_help = "Examples:
  ledgerstore user passwd anna
  pass show anna | ledgerstore user passwd anna --password-stdin")]
    Passwd {
        /// A username, an e-mail address or a number.
        #[arg(value_name = "USER")]
        who: String,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Delete a user: nobody can sign in as this one, accounts and orders stay.
    ///
    /// All of the user's sessions end. The e-mail address becomes free, the username doesn't. `user restore` takes it
    /// back.
    #[command(after_help = "Examples:
  ledgerstore user delete anna
  ledgerstore user delete 2 --yes")]
    Delete {
        /// A username, an e-mail address or a number.
        #[arg(value_name = "USER")]
        who: String,
        /// Don't ask.
        #[arg(long)]
        yes: bool,
    },
    /// Take a deletion back, unless somebody else has the e-mail address by now.
    #[command(after_help = "Example:
  ledgerstore user restore anna")]
    Restore {
        /// A username or a number: the e-mail address of a deleted user names nobody.
        #[arg(value_name = "USER")]
        who: String,
    },
}

/// Who to add.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// The name to sign in with, which accounts carry; no @ in it.
    username: String,
    /// The e-mail address.
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// What the user is called.
    #[arg(long, value_name = "NAME")]
    full_name: String,
    #[command(flatten)]
    password: NewPassword,
}

impl User {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let conn = &mut context.connect_migrated()?;
        let user = match self {
            Self::Add(add) => add.run(conn)?,
            Self::List { deleted, page } => {
                list_users(context, conn, deleted, &page)?;
                return Ok(ExitCode::SUCCESS);
            }
            Self::Passwd { who, password } => {
                let user = find_user(conn, &who)?;
                auth::set_password(conn, user.id, &password.read()?, password.cost)?
            }
            Self::Delete { who, yes } => delete(conn, &who, yes)?,
            Self::Restore { who } => {
                let user = find_user(conn, &who)?;
                auth::restore_user(conn, user.id)?
            }
        };
        show_users(context, &[user])?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Add {
    fn run(&self, conn: &mut PgConnection) -> anyhow::Result<models::User> {
        let password = self.password.read()?;
        let who = SignUp::new(&self.username, &self.email, &self.full_name, &password);
        Ok(auth::sign_up(conn, &SignUp { cost: self.password.cost, ..who })?)
    }
}

fn delete(conn: &mut PgConnection, who: &str, yes: bool) -> anyhow::Result<models::User> {
    let user = find_user(conn, who)?;
    confirm(yes, &format!("delete the user {} and end all of this user's sessions", user.username))?;
    match auth::delete_user(conn, user.id) {
        Err(house @ AuthError::House) => Err(Refused(house.to_string()).into()),
        deleted => Ok(deleted?),
    }
}

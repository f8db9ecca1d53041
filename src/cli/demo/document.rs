use serde::Serialize;

use crate::admin::audit::Outcome;
use crate::admin::demo::{Person, Story};
use crate::database::Conninfo;
use crate::ledger::{Posted, Statement, TrialBalance};
use crate::models::{Account, Product, User};
use crate::shop::PlacedOrder;
use crate::types::Money;

/// The whole story as one JSON document.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    database: String,
    people: [PersonPart<'a>; 2],
    paid: Paid<'a>,
    refused: Refusal<'a>,
    products: &'a [Product],
    order: &'a PlacedOrder,
    statement: &'a Statement,
    trial_balance: &'a [TrialBalance],
    audit: &'a [Outcome],
}

#[derive(Serialize)]
struct PersonPart<'a> {
    user: &'a User,
    account: &'a Account,
    deposit: &'a Money,
}

#[derive(Serialize)]
struct Paid<'a> {
    amount: &'a Money,
    transfer: &'a Posted,
}

#[derive(Serialize)]
struct Refusal<'a> {
    amount: &'a Money,
    reason: String,
}

impl<'a> Document<'a> {
    pub(super) fn new(story: &'a Story, target: &Conninfo) -> Self {
        Self {
            database: target.to_url(),
            people: [person(&story.anna), person(&story.ben)],
            paid: Paid { amount: &story.gift.0, transfer: &story.gift.1 },
            refused: Refusal { amount: &story.refused.0, reason: story.refused.1.to_string() },
            products: &story.products,
            order: &story.order,
            statement: &story.statement,
            trial_balance: &story.trial_balance,
            audit: &story.audit,
        }
    }
}

fn person(person: &Person) -> PersonPart<'_> {
    PersonPart { user: &person.user, account: &person.account, deposit: &person.deposit }
}

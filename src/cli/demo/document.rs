use serde_json::{Value, json};

use crate::admin::demo::{Person, Story};
use crate::database::Conninfo;

/// The whole story as one JSON document.
pub(super) fn document(story: &Story, target: &Conninfo) -> Value {
    let (gift, posted) = &story.gift;
    let (too_much, refusal) = &story.refused;
    json!({
        "database": target.to_url(),
        "people": [person(&story.anna), person(&story.ben)],
        "paid": { "amount": gift, "transfer": posted },
        "refused": { "amount": too_much, "reason": refusal.to_string() },
        "products": story.products,
        "order": story.order,
        "statement": story.statement,
        "trial_balance": story.trial_balance,
        "audit": story.audit,
    })
}

fn person(person: &Person) -> Value {
    json!({ "user": person.user, "account": person.account, "deposit": person.deposit })
}

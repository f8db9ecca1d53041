use squawk_syntax::ast::{AstNode, SetScope, SetTarget, Stmt};

use super::{Rule, Spot};
use crate::admin::lint::{Pair, Severity};

pub(super) static RULES: [Rule; 2] = [
    Rule {
        name: "setting-outlives-migration",
        finds: "SET without LOCAL in a transaction",
        severity: Severity::Warning,
        safe_way: "SET LOCAL: it ends with the migration's transaction",
        check: outliving,
    },
    Rule {
        name: "several-statements-outside-transaction",
        finds: "more than one statement where run_in_transaction = false",
        severity: Severity::Error,
        safe_way: "one statement in each migration with run_in_transaction = false; what can run in a transaction, in \
                   one that does",
        check: several,
    },
];

fn outliving(pair: &Pair<'_>) -> Vec<Spot> {
    let settings = pair.up.statements().filter(|stmt| match stmt {
        Stmt::Set(set) => {
            let is_local = matches!(set.set_scope(), Some(SetScope::LocalScope(_)));
            pair.transactional && !is_local && matches!(set.set_target(), Some(SetTarget::SetConfig(_)))
        }
        _ => false,
    });
    let message = "SET holds for the session: the migrations that run after this one get it too.";
    settings.map(|stmt| Spot::up(stmt.syntax(), message)).collect()
}

fn several(pair: &Pair<'_>) -> Vec<Spot> {
    let second = pair.up.statements().nth(1).filter(|_| !pair.transactional);
    let message = "Without a transaction, what fails here leaves what came before it done.";
    second.map(|stmt| Spot::up(stmt.syntax(), message)).into_iter().collect()
}

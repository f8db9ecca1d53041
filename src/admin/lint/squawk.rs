use squawk_linter::{Linter, Rule, Violation};

use super::names::tables;
use super::{Config, Hit, Pair, Severity, Side, advice, rules};

/// What squawk finds in `up.sql`. Going down drops things by its nature: squawk isn't asked about that.
pub(super) fn check(pair: &Pair<'_>, config: &Config) -> Vec<Hit> {
    let mut linter = linter(pair, config);
    let violations = linter.lint(pair.up.parse(), pair.up.text);
    let told = violations.iter().filter(|violation| {
        !is_ours(pair, violation)
            && !is_said_better(violation, &violations)
            && !is_on_a_new_table(pair, violation)
    });
    told.map(hit).collect()
}

fn linter(pair: &Pair<'_>, config: &Config) -> Linter {
    // A migration is done whole or not at all: a statement never has to bear being run again.
    let mut unsuited = vec![Rule::PreferRobustStmts];
    if !pair.transactional {
        // It has one statement only; the runner sets the time that it waits for locks.
        unsuited.extend([Rule::RequireLockTimeout, Rule::RequireStatementTimeout]);
    }
    let mut linter = Linter::with_rules(&config.included, &unsuited);
    linter.settings.pg_version = config.pg_version;
    linter.settings.assume_in_transaction =
        pair.transactional && config.assume_in_transaction.unwrap_or(true);
    linter
}

fn hit(violation: &Violation) -> Hit {
    Hit {
        rule: violation.code.to_string(),
        severity: severity(violation.code),
        side: Side::Up,
        offset: violation.text_range.start().into(),
        message: violation.message.clone(),
        safe_way: advice::safe_way(violation),
    }
}

fn severity(rule: Rule) -> Severity {
    match rule {
        Rule::BanCharField
        | Rule::BanCreateDomainWithConstraint
        | Rule::BanAlterDomainWithAddConstraint
        | Rule::IdentifierTooLong
        | Rule::PreferBigintOverInt
        | Rule::PreferBigintOverSmallint
        | Rule::PreferIdentity
        | Rule::PreferTextField
        | Rule::PreferTimestampTz
        | Rule::RequireEnumValueOrdering
        | Rule::RequireTableSchema
        | Rule::UnusedIgnore => Severity::Warning,
        _ => Severity::Error,
    }
}

/// squawk takes our rules' names in a comment for mistakes.
fn is_ours(pair: &Pair<'_>, violation: &Violation) -> bool {
    let named =
        &pair.up.text[usize::from(violation.text_range.start())..usize::from(violation.text_range.end())];
    violation.code == Rule::UnusedIgnore && rules::is_one(named)
}

/// That a constraint isn't NOT VALID is no use to hear for one that can't be, or that has a rule of its own.
fn is_said_better(violation: &Violation, all: &[Violation]) -> bool {
    let better = [
        Rule::DisallowedUniqueConstraint,
        Rule::AddingSerialPrimaryKeyField,
        Rule::AddingForeignKeyConstraint,
    ];
    violation.code == Rule::ConstraintMissingNotValid
        && all.iter().any(|other| {
            better.contains(&other.code) && violation.text_range.intersect(other.text_range).is_some()
        })
}

/// Nobody waits for a table that nobody sees yet.
fn is_on_a_new_table(pair: &Pair<'_>, violation: &Violation) -> bool {
    let matters_anyway = severity(violation.code) == Severity::Warning
        || matches!(
            violation.code,
            Rule::BanConcurrentIndexCreationInTransaction
                | Rule::BanDuplicateColumnAssignments
                | Rule::BanUncommittedTransaction
                | Rule::RequireLockTimeout
                | Rule::RequireStatementTimeout
                | Rule::TransactionNesting
        );
    let on = pair
        .up
        .statement_at(violation.text_range.start().into())
        .map(|stmt| tables(&stmt))
        .unwrap_or_default();
    !matters_anyway && !on.is_empty() && on.iter().all(|table| pair.created.contains(table))
}

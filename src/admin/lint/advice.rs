use squawk_linter::{Rule, Violation};

/// What to do instead of what squawk found.
pub(super) fn safe_way(violation: &Violation) -> String {
    let ours = locks(violation.code).or_else(|| running_programs(violation.code));
    match (ours, &violation.help) {
        (Some(way), _) => way.to_owned(),
        (None, Some(help)) => help.trim_end_matches('.').to_owned(),
        (None, None) => format!(
            "release programs that do without it first; then say so above it, with the reason: -- squawk-ignore {}",
            violation.code
        ),
    }
}

/// Where the table would be locked for long.
fn locks(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::RequireConcurrentIndexCreation => {
            "CREATE INDEX CONCURRENTLY, alone in a migration with run_in_transaction = false in its metadata.toml"
        }
        Rule::RequireConcurrentIndexDeletion => {
            "DROP INDEX CONCURRENTLY, alone in a migration with run_in_transaction = false in its metadata.toml"
        }
        Rule::BanConcurrentIndexCreationInTransaction => {
            "put it alone in a migration with run_in_transaction = false in its metadata.toml"
        }
        Rule::ConstraintMissingNotValid => {
            "add it as NOT VALID, and VALIDATE CONSTRAINT in the next migration, which lets others read and write; \
             an EXCLUDE constraint can't be NOT VALID: make a new table with it and move the rows"
        }
        Rule::AddingForeignKeyConstraint => {
            "ADD CONSTRAINT … FOREIGN KEY … NOT VALID, and VALIDATE CONSTRAINT in the next migration, which lets others \
             read and write"
        }
        Rule::DisallowedUniqueConstraint => {
            "CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own; then ADD CONSTRAINT … UNIQUE USING INDEX"
        }
        Rule::AddingSerialPrimaryKeyField => {
            "CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own; then ADD CONSTRAINT … PRIMARY KEY USING INDEX"
        }
        Rule::AddingNotNullableField => {
            "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT in the next migration, with SET \
             NOT NULL after it, which reads nothing then; drop the CHECK"
        }
        Rule::AddingFieldWithDefault => {
            "ADD COLUMN without it; then ALTER COLUMN … SET DEFAULT, which is for new rows only; fill the old rows in \
             batches. A generated column: an ordinary one that a trigger writes"
        }
        Rule::ChangingColumnType => {
            "add a column of the new type that a trigger keeps equal, fill it in batches, release programs that use it, \
             and drop the old one then"
        }
        Rule::RequireLockTimeout => "begin up.sql with: SET LOCAL lock_timeout = '5s';",
        Rule::RequireStatementTimeout => "begin up.sql with: SET LOCAL statement_timeout = '1min';",
        _ => return None,
    })
}

/// Where programs that run while the migration does would fail.
fn running_programs(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::BanDropColumn => {
            "release programs that don't name the column first (NOT NULL without a default has to go before that); then \
             drop it, with -- squawk-ignore ban-drop-column and the reason above"
        }
        Rule::BanDropTable => {
            "release programs that don't name the table first; then drop it, with -- squawk-ignore ban-drop-table and \
             the reason above"
        }
        Rule::RenamingColumn => {
            "keep the name; or add a column of the new name that a trigger keeps equal, release programs that use it, \
             and drop the old one then"
        }
        Rule::RenamingTable => {
            "keep the name; or rename it and make a view of the old name in the same migration, until no program uses that"
        }
        Rule::RenamingObject => {
            "keep the name: programs know a violated constraint by it. Where it must change, make the new one beside the \
             old one first"
        }
        Rule::AddingRequiredField => {
            "give it a constant DEFAULT, which costs nothing; or add it without NOT NULL, fill the old rows in batches, \
             and make it NOT NULL in a later migration"
        }
        Rule::TransactionNesting => {
            "leave BEGIN and COMMIT out: the migration and its row in the history are one transaction already"
        }
        _ => return None,
    })
}

//! What a database error is about: the rule that was violated, by name.

use diesel::result::{DatabaseErrorKind, Error};

/// The name of the constraint, index or guard that a statement violated.
///
/// Guards of our own report their name in the same field as PostgreSQL's constraints do. Where the tables are
/// spread over Citus shards the name carries the shard's number behind it, which is cut off here.
pub fn violated_rule(error: &Error) -> Option<&str> {
    let Error::DatabaseError(_, info) = error else { return None };
    info.constraint_name().map(without_shard)
}

/// Whether the server ended the connection, or it broke: what was in flight may or may not be committed.
pub fn is_connection_lost(error: &Error) -> bool {
    match error {
        Error::BrokenTransactionManager
        | Error::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        ) => true,
        Error::DatabaseError(_, info) => {
            info.message().starts_with("terminating connection")
                || info.message().starts_with("server closed the connection")
        }
        _ => false,
    }
}

/// Whether the statement lost against others and may succeed when tried again: a serialization failure, a
/// deadlock, or a lock that couldn't be had (SQLSTATE 40001, 40P01, 55P03).
///
/// Diesel tells only the first by its code. The other two are known by their messages, which are these words on
/// any server whose `lc_messages` is English.
pub fn is_contention(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Error::DatabaseError(DatabaseErrorKind::Unknown, info) => {
            let message = info.message();
            message == "deadlock detected"
                || message == "canceling statement due to lock timeout"
                || message.starts_with("could not obtain lock on")
        }
        _ => false,
    }
}

/// Citus numbers its shards from 102008 up; none of our names ends in a number.
fn without_shard(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((base, shard)) if shard.len() >= 6 && shard.bytes().all(|b| b.is_ascii_digit()) => base,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_off_a_shards_number_only() {
        assert_eq!(without_shard("transfers_idempotency_key_key_102037"), "transfers_idempotency_key_key");
        assert_eq!(without_shard("owner_currency_key"), "owner_currency_key");
        assert_eq!(without_shard("hashed_sha_256"), "hashed_sha_256");
    }
}

SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

-- pg_trigger_depth() is 0 for a client's own statement and 1 for those of the posting trigger.

CREATE TRIGGER accounts_open_empty BEFORE INSERT ON accounts
FOR EACH ROW WHEN (NEW.balance <> 0 OR NEW.version <> 0 OR NEW.last_posted_at IS NOT NULL)
EXECUTE FUNCTION refuse('accounts_open_empty', 'an account opens with nothing in it', 'Open it, then INSERT INTO transfers.');

CREATE TRIGGER accounts_change_by_posting BEFORE UPDATE ON accounts
FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND (
    NEW.balance <> OLD.balance OR NEW.version <> OLD.version OR NEW.last_posted_at IS DISTINCT FROM OLD.last_posted_at))
EXECUTE FUNCTION refuse('accounts_change_by_posting', 'balances and versions change only by posting', 'INSERT INTO transfers instead.');

-- An account's times never go back: one from the future would stamp all of its later entries, for good.
-- The minute is for clocks that differ.
CREATE TRIGGER transfers_created_at_not_future BEFORE INSERT ON transfers
FOR EACH ROW WHEN (NOT isfinite(NEW.created_at) OR NEW.created_at > clock_timestamp() + INTERVAL '1 minute')
EXECUTE FUNCTION refuse('transfers_created_at_not_future', 'a transfer can''t be posted in the future, nor at infinity', 'Leave created_at out: it is now.');

CREATE TRIGGER accounts_keep_currency BEFORE UPDATE OF currency ON accounts
FOR EACH ROW WHEN (NEW.currency <> OLD.currency)
EXECUTE FUNCTION refuse('accounts_keep_currency', 'an account keeps its currency', 'Open another account.');

CREATE TRIGGER transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
FOR EACH STATEMENT
EXECUTE FUNCTION refuse('transfers_append_only', 'transfers are never changed or removed', 'Post a reversal: a transfer with reverses_id.');

CREATE TRIGGER entries_written_by_posting BEFORE INSERT ON entries
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION refuse('entries_written_by_posting', 'entries are written only by posting', 'INSERT INTO transfers instead.');

CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
FOR EACH STATEMENT
EXECUTE FUNCTION refuse('entries_append_only', 'entries are never changed or removed', 'Post a reversal: a transfer with reverses_id.');

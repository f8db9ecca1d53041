DROP TRIGGER entries_append_only ON entries;
DROP TRIGGER entries_written_by_posting ON entries;
DROP TRIGGER transfers_append_only ON transfers;
DROP TRIGGER accounts_keep_currency ON accounts;
DROP TRIGGER transfers_created_at_not_future ON transfers;
DROP TRIGGER accounts_change_by_posting ON accounts;
DROP TRIGGER accounts_open_empty ON accounts;

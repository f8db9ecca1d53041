DROP TRIGGER transfers_post ON transfers;
DROP FUNCTION post_transfers();
DROP FUNCTION refuse_accounts(BIGINT, BOOLEAN);
DROP FUNCTION check_exchanges(BIGINT[]);
DROP FUNCTION check_reversals(BIGINT[]);

SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE FUNCTION account_version_before(account BIGINT, instant TIMESTAMPTZ) RETURNS BIGINT
LANGUAGE plpgsql STABLE STRICT SET search_path FROM CURRENT
AS $$
DECLARE
    low BIGINT := 0;
    high BIGINT;
    middle BIGINT;
    at TIMESTAMPTZ;
BEGIN
    SELECT max(account_version) INTO high FROM entries WHERE account_id = account;
    -- Times never go back along an account's versions, which have no gaps: halving finds the place in a few steps,
    -- by the index that numbers them, without one by time.
    high := COALESCE(high, 0);
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        SELECT created_at INTO at FROM entries WHERE account_id = account AND account_version = middle;
        IF at < instant THEN
            low := middle;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
    RETURN low;
END
$$;
COMMENT ON FUNCTION account_version_before(BIGINT, TIMESTAMPTZ) IS 'The version that an account had just before an instant: the number of its entries before it, 0 for none.';

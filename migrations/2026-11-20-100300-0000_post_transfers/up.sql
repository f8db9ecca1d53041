SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

-- The functions keep this search_path for good, so that each copy of the schema works on its own tables: those of
-- the schema that the tables were made in, and no other that is in the path, such as one named like the user ("$user").
-- pg_temp goes last: unnamed, it would come first, and a temporary table called accounts would take the posting.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE FUNCTION check_reversals(transfer_ids BIGINT[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    wrong BIGINT;
BEGIN
    SELECT r.id INTO wrong
    FROM transfers r JOIN transfers o ON o.id = r.reverses_id
    WHERE r.id = ANY (transfer_ids)
      AND (o.reverses_id IS NOT NULL OR r.from_account_id <> o.to_account_id OR r.to_account_id <> o.from_account_id)
    ORDER BY r.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a reversal moves money back between the accounts of an ordinary transfer'
            USING ERRCODE = 'check_violation', TABLE = 'transfers', CONSTRAINT = 'transfers_reversal_mirrors_original',
                  DETAIL = format('transfer=%s', wrong);
    END IF;

    -- The caller holds both accounts' locks, and every reversal of a transfer needs the same two:
    -- no other reversal can be on its way while the sum is read.
    SELECT o.id INTO wrong
    FROM transfers o
    WHERE o.id IN (SELECT reverses_id FROM transfers WHERE id = ANY (transfer_ids))
      AND o.amount < (SELECT sum(r.amount) FROM transfers r WHERE r.reverses_id = o.id)
    ORDER BY o.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the reversals of a transfer can''t exceed it'
            USING ERRCODE = 'check_violation', TABLE = 'transfers', CONSTRAINT = 'transfers_reversals_within_original',
                  DETAIL = format('transfer=%s', wrong);
    END IF;
END
$$;
COMMENT ON FUNCTION check_reversals(BIGINT[]) IS 'Refuses reversals among these transfers that don''t mirror their original or exceed it in sum. The accounts must be locked.';

CREATE FUNCTION check_exchanges(transfer_ids BIGINT[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    wrong BIGINT;
BEGIN
    SELECT bought.id INTO wrong
    FROM transfers bought
    JOIN transfers sold ON sold.id = bought.exchanges_id
    JOIN accounts paid_to ON paid_to.id = sold.to_account_id
    JOIN accounts paid_from ON paid_from.id = bought.from_account_id
    WHERE bought.id = ANY (transfer_ids)
      AND (sold.currency = bought.currency OR paid_to.owner <> 'house' OR paid_from.owner <> 'house'
           OR bought.reverses_id IS NOT NULL OR sold.reverses_id IS NOT NULL OR sold.exchanges_id IS NOT NULL)
    ORDER BY bought.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'an exchange sells one currency to the house and buys another from it'
            USING ERRCODE = 'check_violation', TABLE = 'transfers', CONSTRAINT = 'transfers_exchange_through_house',
                  DETAIL = format('transfer=%s', wrong);
    END IF;
END
$$;
COMMENT ON FUNCTION check_exchanges(BIGINT[]) IS 'Refuses exchanges among these transfers whose two halves don''t go through the house in two currencies.';

CREATE FUNCTION refuse_accounts(transfer BIGINT, is_from BOOLEAN) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
    IF is_from THEN
        RAISE EXCEPTION 'there is no account to debit that holds the transfer''s currency'
            USING ERRCODE = 'foreign_key_violation', TABLE = 'transfers', CONSTRAINT = 'transfers_from_account_fkey',
                  DETAIL = format('transfer=%s', transfer);
    END IF;
    RAISE EXCEPTION 'there is no account to credit that holds the transfer''s currency'
        USING ERRCODE = 'foreign_key_violation', TABLE = 'transfers', CONSTRAINT = 'transfers_to_account_fkey',
              DETAIL = format('transfer=%s', transfer);
END
$$;
COMMENT ON FUNCTION refuse_accounts(BIGINT, BOOLEAN) IS 'Refuses a transfer whose account isn''t there or holds another currency, by the name of the key that would refuse it at the commit.';

CREATE FUNCTION post_transfers() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    transfers_count BIGINT; reversals BIGINT; exchanges BIGINT;
    -- One transfer, and what its two updates return.
    one_id BIGINT; one_from BIGINT; one_to BIGINT; one_currency TEXT; one_amount BIGINT; one_at TIMESTAMPTZ;
    from_version BIGINT; from_balance BIGINT; from_at TIMESTAMPTZ;
    to_version BIGINT; to_balance BIGINT; to_at TIMESTAMPTZ;
    -- Many, in id order; their accounts as locked; then the entries as they will be.
    ids BIGINT[]; froms BIGINT[]; tos BIGINT[]; currencies TEXT[]; amounts BIGINT[]; times TIMESTAMPTZ[];
    acct_ids BIGINT[]; held TEXT[]; balances BIGINT[]; versions BIGINT[]; floors BIGINT[]; acct_times TIMESTAMPTZ[];
    acct_closed BOOLEAN[];
    e_transfers BIGINT[]; e_accounts BIGINT[]; e_amounts BIGINT[]; e_versions BIGINT[]; e_balances BIGINT[]; e_times TIMESTAMPTZ[];
    e_last BOOLEAN[]; unfit_from BIGINT; unfit_to BIGINT; overdrawn BIGINT; out_of_range BIGINT; closed BIGINT;
BEGIN
    -- Alone, and into variables: no plan that joins it can go wrong on its unknown size. For one transfer, the least
    -- is the one.
    SELECT count(*), count(reverses_id), count(exchanges_id),
           min(id), min(from_account_id), min(to_account_id), min(currency), min(amount), min(created_at)
    INTO transfers_count, reversals, exchanges, one_id, one_from, one_to, one_currency, one_amount, one_at
    FROM new_transfers;

    IF transfers_count = 0 THEN
        RETURN NULL;
    END IF;

    IF transfers_count = 1 THEN
        -- Whoever takes locks in id order can't deadlock with another who does.
        IF one_from < one_to THEN
            UPDATE accounts SET balance = balance - one_amount, version = version + 1,
                                last_posted_at = GREATEST(last_posted_at, one_at)
            WHERE id = one_from AND currency = one_currency
            RETURNING version, balance, last_posted_at INTO from_version, from_balance, from_at;
        END IF;
        -- At most 2^62 + 1, which accounts_balance_range refuses by its name; the plain sum may not fit BIGINT.
        UPDATE accounts SET balance = LEAST(balance, 4611686018427387905 - one_amount) + one_amount, version = version + 1,
                            last_posted_at = GREATEST(last_posted_at, one_at)
        WHERE id = one_to AND currency = one_currency
        RETURNING version, balance, last_posted_at INTO to_version, to_balance, to_at;
        IF one_from > one_to THEN
            UPDATE accounts SET balance = balance - one_amount, version = version + 1,
                                last_posted_at = GREATEST(last_posted_at, one_at)
            WHERE id = one_from AND currency = one_currency
            RETURNING version, balance, last_posted_at INTO from_version, from_balance, from_at;
        END IF;

        IF from_version IS NULL OR to_version IS NULL THEN
            PERFORM refuse_accounts(one_id, from_version IS NULL);
        END IF;
        IF reversals > 0 THEN
            PERFORM check_reversals(ARRAY[one_id]);
        END IF;
        IF exchanges > 0 THEN
            PERFORM check_exchanges(ARRAY[one_id]);
        END IF;

        INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after, created_at)
        VALUES (one_id, one_from, -one_amount, from_version, from_balance, from_at),
               (one_id, one_to, one_amount, to_version, to_balance, to_at);
        RETURN NULL;
    END IF;

    SELECT array_agg(id), array_agg(from_account_id), array_agg(to_account_id), array_agg(currency), array_agg(amount),
           array_agg(created_at)
    INTO ids, froms, tos, currencies, amounts, times
    FROM (SELECT * FROM new_transfers ORDER BY id) sorted;

    SELECT array_agg(a.id), array_agg(a.currency), array_agg(a.balance), array_agg(a.version), array_agg(a.floor),
           array_agg(a.last_posted_at), array_agg(a.closed)
    INTO acct_ids, held, balances, versions, floors, acct_times, acct_closed
    FROM (SELECT id, currency, balance, version, last_posted_at, closed_at IS NOT NULL AS closed,
                 COALESCE(-overdraft_limit, -4611686018427387904) AS floor
          FROM accounts WHERE id = ANY (froms || tos) ORDER BY id FOR NO KEY UPDATE) a;

    -- Each account's opening (transfer 0) and its legs in one window: sums run from the balance as it was locked.
    -- Kept within ±(2^62 + 1), so that a sum beyond BIGINT is told as out of range and not as a failed cast. A leg
    -- without an opening, or of another currency than it, has no account to go to.
    SELECT array_agg(transfer_id), array_agg(account_id), array_agg(amount), array_agg(account_version),
           array_agg(balance_after), array_agg(at), array_agg(last),
           min(transfer_id) FILTER (WHERE unfit AND amount < 0), min(transfer_id) FILTER (WHERE unfit AND amount > 0),
           min(transfer_id) FILTER (WHERE balance_after < floor),
           min(transfer_id) FILTER (WHERE abs(balance_after) > 4611686018427387904),
           min(transfer_id) FILTER (WHERE was_closed)
    INTO e_transfers, e_accounts, e_amounts, e_versions, e_balances, e_times, e_last,
         unfit_from, unfit_to, overdrawn, out_of_range, closed
    FROM (SELECT transfer_id, account_id, amount,
                 (sum(step) OVER w)::BIGINT AS account_version,
                 GREATEST(LEAST(sum(amount) OVER w, 4611686018427387905), -4611686018427387905)::BIGINT AS balance_after,
                 max(at) OVER w AS at, max(floor) OVER w AS floor, bool_or(was_closed) OVER w AS was_closed,
                 first_value(transfer_id) OVER w > 0 OR first_value(currency) OVER w <> currency AS unfit,
                 lead(1) OVER w IS NULL AS last
          FROM (SELECT 0::BIGINT AS transfer_id, *
                FROM unnest(acct_ids, held, balances, versions, acct_times, floors, acct_closed)
                    AS opening (account_id, currency, amount, step, at, floor, was_closed)
                UNION ALL
                SELECT id, account_id, currency, -amount, 1, at, NULL, NULL
                FROM unnest(ids, froms, currencies, amounts, times) AS debit (id, account_id, currency, amount, at)
                UNION ALL
                SELECT id, account_id, currency, amount, 1, at, NULL, NULL
                FROM unnest(ids, tos, currencies, amounts, times) AS credit (id, account_id, currency, amount, at)
               ) legs
          WINDOW w AS (PARTITION BY account_id ORDER BY transfer_id)) running
    WHERE transfer_id > 0;

    IF unfit_from IS NOT NULL OR unfit_to IS NOT NULL THEN
        PERFORM refuse_accounts(LEAST(unfit_from, unfit_to), unfit_to IS NULL OR unfit_from <= unfit_to);
    END IF;
    IF reversals > 0 THEN
        PERFORM check_reversals(ids);
    END IF;
    IF exchanges > 0 THEN
        PERFORM check_exchanges(ids);
    END IF;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'a closed account can''t be posted to'
            USING ERRCODE = 'check_violation', TABLE = 'accounts', CONSTRAINT = 'accounts_closed_means_empty',
                  DETAIL = format('transfer=%s', closed);
    ELSIF out_of_range IS NOT NULL THEN
        RAISE EXCEPTION 'a balance would leave the range that the ledger keeps'
            USING ERRCODE = 'check_violation', TABLE = 'accounts', CONSTRAINT = 'accounts_balance_range',
                  DETAIL = format('transfer=%s', out_of_range);
    ELSIF overdrawn IS NOT NULL THEN
        RAISE EXCEPTION 'a balance would go under its overdraft limit'
            USING ERRCODE = 'check_violation', TABLE = 'accounts', CONSTRAINT = 'accounts_balance_within_overdraft',
                  DETAIL = format('transfer=%s', overdrawn);
    END IF;

    INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after, created_at)
    SELECT * FROM unnest(e_transfers, e_accounts, e_amounts, e_versions, e_balances, e_times);

    UPDATE accounts a SET balance = e.balance, version = e.version, last_posted_at = e.at
    FROM unnest(e_accounts, e_versions, e_balances, e_times, e_last) AS e (account_id, version, balance, at, last)
    WHERE a.id = e.account_id AND e.last;

    RETURN NULL;
END
$$;
COMMENT ON FUNCTION post_transfers() IS 'Posts the transfers that a statement inserted, as if one after another in id order: locks the accounts, writes two entries each, moves the balances.';

CREATE TRIGGER transfers_post AFTER INSERT ON transfers
REFERENCING NEW TABLE AS new_transfers
FOR EACH STATEMENT EXECUTE FUNCTION post_transfers();

SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE FUNCTION post_batch(
    froms BIGINT[], tos BIGINT[], currencies TEXT[], amounts BIGINT[], keys TEXT[], descriptions TEXT[],
    reverses BIGINT[], expected_versions BIGINT[], all_or_nothing BOOLEAN
) RETURNS TABLE (outcome TEXT, transfer_id BIGINT, created_at TIMESTAMPTZ, account_id BIGINT, amount BIGINT, currency TEXT)
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
    n INTEGER := cardinality(froms);
    -- The accounts that take part, in id order, and where each request finds its two among them.
    ids BIGINT[]; held TEXT[]; balances BIGINT[]; versions BIGINT[]; floors BIGINT[]; open BOOLEAN[];
    from_at INTEGER[]; to_at INTEGER[]; found_ids BIGINT[];
    -- Per request: the first one under its key, and at that one's place who posted under it; what it repeats.
    key_at INTEGER[]; holders INTEGER[]; repeats INTEGER[];
    -- Per request: the transfer that had its key before, and whether it is the same request.
    taken_ids BIGINT[]; taken_times TIMESTAMPTZ[]; taken_same BOOLEAN[];
    keyed BOOLEAN := array_remove(keys, NULL) <> '{}';
    posts BOOLEAN[] := array_fill(false, ARRAY[n]);
    refused BOOLEAN := false;
    outcomes TEXT[] := array_fill(NULL::TEXT, ARRAY[n]);
    o_ids BIGINT[] := array_fill(NULL::BIGINT, ARRAY[n]);
    o_times TIMESTAMPTZ[] := array_fill(NULL::TIMESTAMPTZ, ARRAY[n]);
    o_accounts BIGINT[] := array_fill(NULL::BIGINT, ARRAY[n]);
    o_amounts BIGINT[] := array_fill(NULL::BIGINT, ARRAY[n]);
    o_currencies TEXT[] := array_fill(NULL::TEXT, ARRAY[n]);
    posted RECORD; original RECORD; told TEXT; f INTEGER; t INTEGER; k INTEGER; h INTEGER; step BIGINT;
BEGIN
    IF n = 0 THEN
        RETURN;
    END IF;

    -- Under the locks nothing can change of what is decided below.
    SELECT array_agg(id), array_agg(held_currency), array_agg(balance), array_agg(version), array_agg(floor), array_agg(is_open)
    INTO found_ids, held, balances, versions, floors, open
    FROM (SELECT a.id, a.currency AS held_currency, a.balance, a.version, a.closed_at IS NULL AS is_open,
                 COALESCE(-a.overdraft_limit, -4611686018427387904) AS floor
          FROM accounts a WHERE a.id = ANY (froms || tos) ORDER BY a.id FOR NO KEY UPDATE) locked;

    SELECT array_agg(DISTINCT id),
           array_agg(place ORDER BY leg) FILTER (WHERE leg <= n), array_agg(place ORDER BY leg) FILTER (WHERE leg > n)
    INTO ids, from_at, to_at
    FROM (SELECT id, leg, (dense_rank() OVER (ORDER BY id))::INTEGER AS place
          FROM unnest(froms || tos) WITH ORDINALITY AS legs (id, leg)) places;

    IF cardinality(ids) > COALESCE(cardinality(found_ids), 0) THEN
        SELECT array_agg(a.held ORDER BY w.id), array_agg(a.balance ORDER BY w.id), array_agg(a.version ORDER BY w.id),
               array_agg(a.floor ORDER BY w.id), array_agg(a.is_open ORDER BY w.id)
        INTO held, balances, versions, floors, open
        FROM unnest(ids) AS w (id)
        LEFT JOIN unnest(found_ids, held, balances, versions, floors, open)
            AS a (id, held, balance, version, floor, is_open) ON a.id = w.id;
    END IF;

    IF keyed THEN
        SELECT array_agg(first ORDER BY i) INTO key_at
        FROM (SELECT i, CASE WHEN key IS NOT NULL THEN (min(i) OVER (PARTITION BY key))::INTEGER END AS first
              FROM unnest(keys) WITH ORDINALITY AS k (key, i)) firsts;
        holders := array_fill(NULL::INTEGER, ARRAY[n]);
        repeats := array_fill(NULL::INTEGER, ARRAY[n]);
        taken_ids := array_fill(NULL::BIGINT, ARRAY[n]);
        taken_times := array_fill(NULL::TIMESTAMPTZ, ARRAY[n]);
        taken_same := array_fill(NULL::BOOLEAN, ARRAY[n]);
        FOR posted IN SELECT * FROM transfers WHERE idempotency_key = ANY (keys) LOOP
            k := array_position(keys, posted.idempotency_key);
            WHILE k IS NOT NULL LOOP
                taken_ids[k] := posted.id;
                taken_times[k] := posted.created_at;
                taken_same[k] := (posted.from_account_id, posted.to_account_id, posted.currency, posted.amount, posted.description, posted.reverses_id)
                    IS NOT DISTINCT FROM (froms[k], tos[k], currencies[k], amounts[k], descriptions[k], reverses[k]);
                k := array_position(keys, posted.idempotency_key, k + 1);
            END LOOP;
        END LOOP;
    END IF;

    FOR i IN 1..n LOOP
        f := from_at[i]; t := to_at[i]; step := amounts[i]; k := key_at[i]; h := holders[k];
        told := NULL;
        IF f = t THEN
            told := 'same_account';
        ELSIF step NOT BETWEEN 1 AND 4611686018427387904 THEN
            told := 'amount_out_of_range';
        ELSIF length(descriptions[i]) NOT BETWEEN 1 AND 1000 THEN
            told := 'description_length';
        ELSIF length(keys[i]) NOT BETWEEN 1 AND 255 THEN
            told := 'key_length';
        ELSIF taken_ids[i] IS NOT NULL THEN
            told := CASE WHEN taken_same[i] THEN 'replayed' ELSE 'key_reused' END;
            o_ids[i] := taken_ids[i]; o_times[i] := taken_times[i];
        ELSIF h IS NOT NULL THEN
            told := CASE WHEN (froms[h], tos[h], currencies[h], amounts[h], descriptions[h], reverses[h])
                IS NOT DISTINCT FROM (froms[i], tos[i], currencies[i], step, descriptions[i], reverses[i])
                THEN 'replayed' ELSE 'key_reused' END;
            repeats[i] := h;
        ELSIF held[f] IS NULL THEN
            told := 'account_not_found'; o_accounts[i] := froms[i];
        ELSIF held[t] IS NULL THEN
            told := 'account_not_found'; o_accounts[i] := tos[i];
        ELSIF held[f] <> currencies[i] THEN
            told := 'currency_mismatch'; o_accounts[i] := froms[i]; o_currencies[i] := held[f];
        ELSIF held[t] <> currencies[i] THEN
            told := 'currency_mismatch'; o_accounts[i] := tos[i]; o_currencies[i] := held[t];
        ELSIF NOT open[f] THEN
            told := 'account_closed'; o_accounts[i] := froms[i];
        ELSIF NOT open[t] THEN
            told := 'account_closed'; o_accounts[i] := tos[i];
        ELSIF expected_versions[i] <> versions[f] THEN
            told := 'stale_version'; o_accounts[i] := froms[i]; o_amounts[i] := versions[f];
        ELSIF reverses[i] IS NOT NULL THEN
            SELECT o.*, o.amount - COALESCE((SELECT sum(r.amount) FROM transfers r WHERE r.reverses_id = o.id), 0)
                                 - COALESCE((SELECT sum(b.amount) FROM unnest(reverses, amounts, posts) AS b (id, amount, good)
                                             WHERE b.id = o.id AND b.good), 0) AS remaining
            INTO original FROM transfers o WHERE o.id = reverses[i];
            IF NOT FOUND THEN
                told := 'transfer_not_found'; o_ids[i] := reverses[i];
            ELSIF original.reverses_id IS NOT NULL
                OR (original.from_account_id, original.to_account_id) <> (tos[i], froms[i]) THEN
                told := 'reversal_mismatch'; o_ids[i] := reverses[i];
            ELSIF original.remaining < step THEN
                told := 'reversal_exceeds'; o_ids[i] := reverses[i]; o_amounts[i] := original.remaining;
            END IF;
        END IF;

        -- Last, so that whatever else is wrong with a transfer is told first.
        IF told IS NULL AND balances[f] - step < floors[f] THEN
            -- The floor of an account without limit is the end of the range.
            told := CASE WHEN floors[f] = -4611686018427387904 THEN 'balance_out_of_range' ELSE 'insufficient_funds' END;
            o_accounts[i] := froms[i]; o_amounts[i] := balances[f] - floors[f];
        ELSIF told IS NULL AND balances[t] > 4611686018427387904 - step THEN
            told := 'balance_out_of_range'; o_accounts[i] := tos[i];
        END IF;

        IF told IS NULL THEN
            told := 'posted';
            posts[i] := true;
            balances[f] := balances[f] - step; versions[f] := versions[f] + 1;
            balances[t] := balances[t] + step; versions[t] := versions[t] + 1;
            IF k IS NOT NULL THEN
                holders[k] := i;
            END IF;
        ELSIF told <> 'replayed' THEN
            refused := true;
        END IF;
        outcomes[i] := told;
    END LOOP;

    IF refused AND all_or_nothing THEN
        RETURN QUERY SELECT CASE WHEN r.outcome = 'posted' THEN 'not_posted' ELSE r.outcome END, r.id, r.at, r.account, r.amount, r.currency
            FROM unnest(outcomes, o_ids, o_times, o_accounts, o_amounts, o_currencies) WITH ORDINALITY
                AS r (outcome, id, at, account, amount, currency, i) ORDER BY i;
        RETURN;
    END IF;

    -- Numbers are given in the order of the rows, and come back in it.
    k := 0;
    FOR posted IN
        INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key, description, reverses_id)
        SELECT r.from_id, r.to_id, r.currency, r.amount, r.key, r.description, r.reverses
        FROM unnest(froms, tos, currencies, amounts, keys, descriptions, reverses, posts) WITH ORDINALITY
            AS r (from_id, to_id, currency, amount, key, description, reverses, good, i)
        WHERE r.good ORDER BY r.i
        ON CONFLICT (idempotency_key) DO NOTHING
        RETURNING transfers.id, transfers.created_at
    LOOP
        k := array_position(posts, true, k + 1);
        o_ids[k] := posted.id;
        o_times[k] := posted.created_at;
    END LOOP;
    IF array_position(posts, true, k + 1) IS NOT NULL THEN
        RAISE EXCEPTION 'a request under one of these keys was committed meanwhile; try again'
            USING ERRCODE = 'serialization_failure';
    END IF;

    RETURN QUERY SELECT r.outcome, COALESCE(r.id, o_ids[r.repeats]), COALESCE(r.at, o_times[r.repeats]), r.account, r.amount, r.currency
        FROM unnest(outcomes, o_ids, o_times, o_accounts, o_amounts, o_currencies, repeats) WITH ORDINALITY
            AS r (outcome, id, at, account, amount, currency, repeats, i) ORDER BY i;
END
$$;
COMMENT ON FUNCTION post_batch(BIGINT[], BIGINT[], TEXT[], BIGINT[], TEXT[], TEXT[], BIGINT[], BIGINT[], BOOLEAN) IS
    'Posts many transfers, given as columns, as if one after another, and tells of each what became of it; all_or_nothing posts none when one is refused.';

-- The schema of ledgerstore as the migrations make it. Not edited: made by `ledgerstore schema dump --expected`.
-- Load it into an empty database: psql -X -v ON_ERROR_STOP=1 -f FILE DATABASE
-- The definitions are as PostgreSQL 15 writes them.

BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL client_min_messages = warning;
SET LOCAL standard_conforming_strings = on;
-- Functions may name tables that come after them.
SET LOCAL check_function_bodies = off;
-- All is made in the current schema, and functions that carry the path FROM CURRENT keep to it.
DO $$ BEGIN PERFORM set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true); END $$;

CREATE SEQUENCE orders_order_number_seq AS bigint;

CREATE FUNCTION account_version_before(account bigint, instant timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE STRICT
 SET search_path FROM CURRENT
AS $function$
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
$function$;

CREATE FUNCTION check_exchanges(transfer_ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
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
$function$;

CREATE FUNCTION check_order_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
DECLARE
    payment transfers;
    payee TEXT;
BEGIN
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('pending', 'confirmed'), ('confirmed', 'shipped'), ('shipped', 'delivered'),
        ('pending', 'cancelled'), ('confirmed', 'cancelled')) THEN
        RAISE EXCEPTION 'an order can''t go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', TABLE = 'orders', CONSTRAINT = 'orders_status_step';
    END IF;

    IF OLD.status = 'pending' AND NEW.status = 'confirmed'
       AND NOT EXISTS (SELECT FROM order_items WHERE order_id = NEW.id) THEN
        RAISE EXCEPTION 'an order without lines can''t be confirmed'
            USING ERRCODE = 'check_violation', TABLE = 'orders', CONSTRAINT = 'orders_confirmed_means_lines';
    END IF;

    IF NEW.payment_transfer_id IS DISTINCT FROM OLD.payment_transfer_id THEN
        IF OLD.status <> 'pending' OR OLD.payment_transfer_id IS NOT NULL THEN
            RAISE EXCEPTION 'the payment of an order is set when it is confirmed, once'
                USING ERRCODE = 'restrict_violation', TABLE = 'orders', CONSTRAINT = 'orders_payment_final';
        END IF;
        SELECT * INTO payment FROM transfers WHERE id = NEW.payment_transfer_id;
        SELECT owner INTO payee FROM accounts WHERE id = payment.to_account_id;
        -- A transfer that isn't there is left to the foreign key; one that was given back, if in part, or that
        -- bought another currency, pays nothing.
        IF payee <> 'house' OR payment.currency <> NEW.currency OR payment.reverses_id IS NOT NULL
           OR EXISTS (SELECT FROM transfers WHERE reverses_id = payment.id OR exchanges_id = payment.id)
           OR payment.amount <> NEW.total_amount * 10::NUMERIC ^ currency_exponent(NEW.currency) THEN
            RAISE EXCEPTION 'transfer % doesn''t pay this order: % % to the house', NEW.payment_transfer_id, NEW.total_amount, NEW.currency
                USING ERRCODE = 'check_violation', TABLE = 'orders', CONSTRAINT = 'orders_payment_pays_total';
        END IF;
    END IF;

    IF NEW.refund_transfer_id IS DISTINCT FROM OLD.refund_transfer_id THEN
        IF OLD.refund_transfer_id IS NOT NULL THEN
            RAISE EXCEPTION 'the refund of an order is set once'
                USING ERRCODE = 'restrict_violation', TABLE = 'orders', CONSTRAINT = 'orders_refund_final';
        END IF;
        IF NOT EXISTS (SELECT FROM transfers WHERE id = NEW.refund_transfer_id AND reverses_id = NEW.payment_transfer_id)
           OR (SELECT sum(amount) FROM transfers WHERE reverses_id = NEW.payment_transfer_id)
              <> (SELECT amount FROM transfers WHERE id = NEW.payment_transfer_id) THEN
            RAISE EXCEPTION 'transfer % doesn''t complete the refund of payment %', NEW.refund_transfer_id, NEW.payment_transfer_id
                USING ERRCODE = 'check_violation', TABLE = 'orders', CONSTRAINT = 'orders_refund_reverses_payment';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

CREATE FUNCTION check_reversals(transfer_ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
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
$function$;

CREATE FUNCTION currency_exponent(code text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
    SELECT CASE
        WHEN code IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
                      'XAF', 'XOF', 'XPF',
                      'XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX') THEN 0
        WHEN code IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 3
        WHEN code IN ('CLF', 'UYW') THEN 4
        ELSE 2
    END
$function$;

CREATE FUNCTION end_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
BEGIN
    DELETE FROM sessions WHERE user_id = NEW.id;
    RETURN NULL;
END
$function$;

CREATE FUNCTION post_batch(froms bigint[], tos bigint[], currencies text[], amounts bigint[], keys text[], descriptions text[], reverses bigint[], expected_versions bigint[], all_or_nothing boolean)
 RETURNS TABLE(outcome text, transfer_id bigint, created_at timestamp with time zone, account_id bigint, amount bigint, currency text)
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
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
$function$;

CREATE FUNCTION post_order_items()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
DECLARE
    line_orders BIGINT[]; line_products BIGINT[]; taken BIGINT[]; worth NUMERIC[]; times TIMESTAMPTZ[];
    open_orders BIGINT[]; settled BIGINT; product_ids BIGINT[]; stocks INTEGER[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(order_id), array_agg(product_id), array_agg(quantity), array_agg(subtotal), array_agg(created_at)
        INTO line_orders, line_products, taken, worth, times FROM new_lines;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(order_id), array_agg(product_id), array_agg(-quantity), array_agg(-subtotal)
        INTO line_orders, line_products, taken, worth FROM old_lines;
    ELSE
        SELECT array_agg(order_id), array_agg(product_id), array_agg(quantity), array_agg(subtotal)
        INTO line_orders, line_products, taken, worth
        FROM (SELECT order_id, product_id, quantity, subtotal FROM new_lines
              UNION ALL
              SELECT order_id, product_id, -quantity, -subtotal FROM old_lines) lines;
    END IF;

    -- Orders before products, each in id order: the one way in which every writer takes these locks.
    SELECT array_agg(id), min(id) FILTER (WHERE status <> 'pending')
    INTO open_orders, settled
    FROM (SELECT id, status FROM orders WHERE id = ANY (line_orders) ORDER BY id FOR NO KEY UPDATE) locked;
    IF settled IS NOT NULL THEN
        RAISE EXCEPTION 'the lines of an order change only while it is pending'
            USING ERRCODE = 'restrict_violation', TABLE = 'order_items', CONSTRAINT = 'order_items_change_while_pending',
                  DETAIL = format('order=%s', settled);
    END IF;
    SELECT array_agg(id), array_agg(stock_quantity) INTO product_ids, stocks
    FROM (SELECT id, stock_quantity FROM products WHERE id = ANY (line_products) ORDER BY id FOR NO KEY UPDATE) locked;

    -- Lines that go together with their order are left out: deleting the order gave their stock back.
    -- Before the products change, whose own trigger records what it finds unrecorded. What an order gives back
    -- comes before what another takes, so that no history dips under zero on its way; else the earlier line does.
    -- A line that was changed or deleted has no time of that: it is now.
    INSERT INTO stock_movements (product_id, number, change, stock_after, order_id, created_at)
    SELECT p.id, COALESCE(latest.number, 0) + row_number() OVER w, -l.taken, p.stock - sum(l.taken) OVER w, l.order_id,
           GREATEST(latest.created_at, max(LEAST(COALESCE(l.at, 'infinity'), statement_timestamp())) OVER w)
    FROM unnest(product_ids, stocks) AS p (id, stock)
    JOIN (SELECT product_id, order_id, sum(line_taken) AS taken, min(line_at) AS at
          FROM unnest(line_orders, line_products, taken, times) AS l (order_id, product_id, line_taken, line_at)
          WHERE order_id = ANY (open_orders) GROUP BY product_id, order_id HAVING sum(line_taken) <> 0) l
      ON l.product_id = p.id
    LEFT JOIN LATERAL (SELECT number, created_at FROM stock_movements WHERE product_id = p.id
                       ORDER BY number DESC LIMIT 1) latest ON true
    WINDOW w AS (PARTITION BY p.id ORDER BY l.taken > 0, l.at, l.taken, l.order_id)
    ORDER BY p.id, l.taken > 0, l.at, l.taken, l.order_id;

    UPDATE products p SET stock_quantity = p.stock_quantity - d.taken
    FROM (SELECT product_id, sum(line_taken) AS taken
          FROM unnest(line_orders, line_products, taken) AS l (order_id, product_id, line_taken)
          WHERE order_id = ANY (open_orders) GROUP BY product_id HAVING sum(line_taken) <> 0) d
    WHERE p.id = d.product_id;

    UPDATE orders o SET total_amount = o.total_amount + d.worth
    FROM (SELECT order_id, sum(line_worth) AS worth
          FROM unnest(line_orders, worth) AS l (order_id, line_worth)
          GROUP BY order_id HAVING sum(line_worth) <> 0) d
    WHERE o.id = d.order_id;
    RETURN NULL;
END
$function$;

CREATE FUNCTION post_transfers()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
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
$function$;

CREATE FUNCTION record_stock()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
DECLARE
    changed BIGINT[]; stocks INTEGER[]; times TIMESTAMPTZ[];
BEGIN
    -- Alone and into arrays: no plan that joins it can go wrong on its unknown size.
    SELECT array_agg(id), array_agg(stock_quantity), array_agg(CASE TG_OP WHEN 'INSERT' THEN created_at ELSE updated_at END)
    INTO changed, stocks, times
    FROM (SELECT * FROM new_products ORDER BY id) sorted;

    -- Order lines have recorded theirs by now, with their order: what is left is a change of the product itself.
    INSERT INTO stock_movements (product_id, number, change, stock_after, created_at)
    SELECT p.id, COALESCE(latest.number, 0) + 1, p.stock - COALESCE(latest.stock_after, 0), p.stock,
           GREATEST(latest.created_at, LEAST(p.at, statement_timestamp()))
    FROM unnest(changed, stocks, times) AS p (id, stock, at)
    LEFT JOIN LATERAL (SELECT number, stock_after, created_at FROM stock_movements WHERE product_id = p.id
                       ORDER BY number DESC LIMIT 1) latest ON true
    WHERE p.stock <> COALESCE(latest.stock_after, 0)
    ORDER BY p.id;
    RETURN NULL;
END
$function$;

CREATE FUNCTION refuse()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[1]
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME, HINT = TG_ARGV[2];
END
$function$;

CREATE FUNCTION refuse_accounts(transfer bigint, is_from boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
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
$function$;

CREATE FUNCTION return_stock()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
DECLARE
    product_ids BIGINT[]; stocks INTEGER[]; returned_at TIMESTAMPTZ := statement_timestamp();
BEGIN
    IF TG_OP = 'UPDATE' THEN
        returned_at := NEW.updated_at;
    END IF;
    SELECT array_agg(id), array_agg(stock_quantity) INTO product_ids, stocks
    FROM (SELECT id, stock_quantity FROM products
          WHERE id IN (SELECT product_id FROM order_items WHERE order_id = OLD.id)
          ORDER BY id FOR NO KEY UPDATE) locked;

    INSERT INTO stock_movements (product_id, number, change, stock_after, order_id, created_at)
    SELECT p.id, COALESCE(latest.number, 0) + 1, i.quantity, p.stock::BIGINT + i.quantity, OLD.id,
           GREATEST(latest.created_at, LEAST(returned_at, statement_timestamp()))
    FROM unnest(product_ids, stocks) AS p (id, stock)
    JOIN order_items i ON i.product_id = p.id AND i.order_id = OLD.id
    LEFT JOIN LATERAL (SELECT number, created_at FROM stock_movements WHERE product_id = p.id
                       ORDER BY number DESC LIMIT 1) latest ON true
    ORDER BY p.id;

    UPDATE products p SET stock_quantity = p.stock_quantity + i.quantity
    FROM order_items i WHERE i.order_id = OLD.id AND p.id = i.product_id;
    RETURN OLD;
END
$function$;

CREATE FUNCTION touch_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path FROM CURRENT
AS $function$
BEGIN
    -- A writer that gives a time of its own (a restore, a seed) keeps it.
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at := now();
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$function$;

CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    owner text NOT NULL,
    currency text NOT NULL,
    balance bigint DEFAULT 0 NOT NULL,
    overdraft_limit bigint DEFAULT 0,
    version bigint DEFAULT 0 NOT NULL,
    last_posted_at timestamp with time zone,
    closed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE entries (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    transfer_id bigint NOT NULL,
    account_id bigint NOT NULL,
    amount bigint NOT NULL,
    account_version bigint NOT NULL,
    balance_after bigint NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);

CREATE TABLE order_items (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    order_id bigint NOT NULL,
    product_id bigint NOT NULL,
    currency text NOT NULL,
    quantity integer NOT NULL,
    unit_price numeric(10,2) NOT NULL,
    subtotal numeric(20,2) GENERATED ALWAYS AS (((quantity)::numeric * unit_price)) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    user_id bigint NOT NULL,
    order_number text DEFAULT ('ORD-'::text || to_char(nextval('orders_order_number_seq'::regclass), 'FM000000000000'::text)) NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    currency text NOT NULL,
    total_amount numeric(20,2) DEFAULT 0 NOT NULL,
    payment_transfer_id bigint,
    refund_transfer_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version bigint DEFAULT 1 NOT NULL
);

CREATE TABLE products (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    price numeric(10,2) NOT NULL,
    currency text NOT NULL,
    stock_quantity integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version bigint DEFAULT 1 NOT NULL
);

CREATE TABLE sessions (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    user_id bigint NOT NULL,
    session_verifier bytea NOT NULL,
    otp_code_encrypted bytea NOT NULL,
    otp_code_attempts integer DEFAULT 0 NOT NULL,
    otp_code_confirmed boolean DEFAULT false NOT NULL,
    otp_code_sent boolean DEFAULT false NOT NULL,
    otp_code_expires_at timestamp with time zone NOT NULL,
    password_given_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE stock_movements (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    product_id bigint NOT NULL,
    number bigint NOT NULL,
    change bigint NOT NULL,
    stock_after bigint NOT NULL,
    order_id bigint,
    reason text GENERATED ALWAYS AS (
CASE
    WHEN ((order_id IS NULL) AND (change > 0)) THEN 'received'::text
    WHEN (order_id IS NULL) THEN 'removed'::text
    WHEN (change < 0) THEN 'ordered'::text
    ELSE 'returned'::text
END) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);

CREATE TABLE transfers (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    from_account_id bigint NOT NULL,
    to_account_id bigint NOT NULL,
    currency text NOT NULL,
    amount bigint NOT NULL,
    idempotency_key text,
    description text,
    reverses_id bigint,
    exchanges_id bigint,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    username text NOT NULL,
    email text NOT NULL,
    full_name text NOT NULL,
    hashed_password text NOT NULL,
    password_changed_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL
);

-- The rows that migrations write.
INSERT INTO users (id, username, email, full_name, hashed_password, deleted_at, version) OVERRIDING SYSTEM VALUE VALUES ('1', 'house', 'locked-2ca63cddd54f9490efad22421891a9d1@users.invalid', 'house', '!', NULL, '1');
ALTER TABLE users ALTER COLUMN id RESTART WITH 2;

ALTER SEQUENCE orders_order_number_seq OWNED BY orders.order_number;

ALTER TABLE accounts ADD CONSTRAINT accounts_balance_range CHECK (((balance >= '-4611686018427387904'::bigint) AND (balance <= '4611686018427387904'::bigint)));
ALTER TABLE accounts ADD CONSTRAINT accounts_balance_within_overdraft CHECK (((overdraft_limit IS NULL) OR (balance >= (- overdraft_limit))));
ALTER TABLE accounts ADD CONSTRAINT accounts_closed_means_empty CHECK (((closed_at IS NULL) OR (balance = 0)));
ALTER TABLE accounts ADD CONSTRAINT accounts_id_currency_key UNIQUE (id, currency);
ALTER TABLE accounts ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE accounts ADD CONSTRAINT owner_currency_key UNIQUE (owner, currency);
ALTER TABLE entries ADD CONSTRAINT entries_account_id_account_version_key UNIQUE (account_id, account_version);
ALTER TABLE entries ADD CONSTRAINT entries_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE entries ADD CONSTRAINT entries_account_version_positive CHECK ((account_version > 0));
ALTER TABLE entries ADD CONSTRAINT entries_amount_not_zero CHECK ((amount <> 0));
ALTER TABLE entries ADD CONSTRAINT entries_pkey PRIMARY KEY (id);
ALTER TABLE entries ADD CONSTRAINT entries_transfer_id_account_id_key UNIQUE (transfer_id, account_id);
ALTER TABLE order_items ADD CONSTRAINT order_items_order_id_product_id_key UNIQUE (order_id, product_id);
ALTER TABLE order_items ADD CONSTRAINT order_items_pkey PRIMARY KEY (id);
ALTER TABLE order_items ADD CONSTRAINT order_items_quantity_positive CHECK ((quantity > 0));
ALTER TABLE order_items ADD CONSTRAINT order_items_subtotal_range CHECK ((subtotal <= 99999999.99));
ALTER TABLE order_items ADD CONSTRAINT order_items_unit_price_fits_currency CHECK ((unit_price = round(unit_price, currency_exponent(currency))));
ALTER TABLE order_items ADD CONSTRAINT order_items_unit_price_not_negative CHECK ((unit_price >= (0)::numeric));
ALTER TABLE orders ADD CONSTRAINT orders_cancelled_means_refunded CHECK (((status <> 'cancelled'::text) OR ((payment_transfer_id IS NULL) = (refund_transfer_id IS NULL))));
ALTER TABLE orders ADD CONSTRAINT orders_confirmed_means_paid CHECK (((status = ANY (ARRAY['pending'::text, 'cancelled'::text])) OR (payment_transfer_id IS NOT NULL) OR (total_amount = (0)::numeric)));
ALTER TABLE orders ADD CONSTRAINT orders_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text));
ALTER TABLE orders ADD CONSTRAINT orders_id_currency_key UNIQUE (id, currency);
ALTER TABLE order_items ADD CONSTRAINT order_items_order_fkey FOREIGN KEY (order_id, currency) REFERENCES orders(id, currency) ON DELETE CASCADE;
ALTER TABLE orders ADD CONSTRAINT orders_order_number_key UNIQUE (order_number);
ALTER TABLE orders ADD CONSTRAINT orders_order_number_not_blank CHECK ((btrim(order_number) <> ''::text));
ALTER TABLE orders ADD CONSTRAINT orders_payment_transfer_id_key UNIQUE (payment_transfer_id);
ALTER TABLE orders ADD CONSTRAINT orders_pending_means_unpaid CHECK (((status <> 'pending'::text) OR (payment_transfer_id IS NULL)));
ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE orders ADD CONSTRAINT orders_refund_transfer_id_key UNIQUE (refund_transfer_id);
ALTER TABLE orders ADD CONSTRAINT orders_refunded_means_cancelled CHECK (((refund_transfer_id IS NULL) OR (status = 'cancelled'::text)));
ALTER TABLE orders ADD CONSTRAINT orders_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'confirmed'::text, 'shipped'::text, 'delivered'::text, 'cancelled'::text])));
ALTER TABLE orders ADD CONSTRAINT orders_total_amount_range CHECK (((total_amount >= (0)::numeric) AND (total_amount <= 99999999.99)));
ALTER TABLE orders ADD CONSTRAINT orders_version_positive CHECK ((version > 0));
ALTER TABLE products ADD CONSTRAINT products_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text));
ALTER TABLE products ADD CONSTRAINT products_id_currency_key UNIQUE (id, currency);
ALTER TABLE order_items ADD CONSTRAINT order_items_product_fkey FOREIGN KEY (product_id, currency) REFERENCES products(id, currency) ON DELETE RESTRICT;
ALTER TABLE products ADD CONSTRAINT products_name_not_blank CHECK ((btrim(name) <> ''::text));
ALTER TABLE products ADD CONSTRAINT products_pkey PRIMARY KEY (id);
ALTER TABLE products ADD CONSTRAINT products_price_fits_currency CHECK ((price = round(price, currency_exponent(currency))));
ALTER TABLE products ADD CONSTRAINT products_price_not_negative CHECK (((price >= (0)::numeric) AND (price < 'NaN'::numeric)));
ALTER TABLE products ADD CONSTRAINT products_sku_key UNIQUE (sku);
ALTER TABLE products ADD CONSTRAINT products_sku_not_blank CHECK ((btrim(sku) <> ''::text));
ALTER TABLE products ADD CONSTRAINT products_stock_quantity_not_negative CHECK ((stock_quantity >= 0));
ALTER TABLE products ADD CONSTRAINT products_stock_quantity_range CHECK ((stock_quantity <= 1000000000));
ALTER TABLE products ADD CONSTRAINT products_version_positive CHECK ((version > 0));
ALTER TABLE sessions ADD CONSTRAINT sessions_dead_never_confirmed CHECK ((NOT (otp_code_confirmed AND (otp_code_attempts = 5))));
ALTER TABLE sessions ADD CONSTRAINT sessions_expires_after_created CHECK ((expires_at > created_at));
ALTER TABLE sessions ADD CONSTRAINT sessions_expires_at_finite CHECK (isfinite(expires_at));
ALTER TABLE sessions ADD CONSTRAINT sessions_otp_code_attempts_range CHECK (((otp_code_attempts >= 0) AND (otp_code_attempts <= 5)));
ALTER TABLE sessions ADD CONSTRAINT sessions_otp_code_encrypted_not_empty CHECK ((octet_length(otp_code_encrypted) > 0));
ALTER TABLE sessions ADD CONSTRAINT sessions_otp_code_expires_in_life CHECK (((otp_code_expires_at > created_at) AND (otp_code_expires_at <= expires_at)));
ALTER TABLE sessions ADD CONSTRAINT sessions_password_given_in_life CHECK (((password_given_at >= created_at) AND (password_given_at < expires_at)));
ALTER TABLE sessions ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE sessions ADD CONSTRAINT sessions_session_verifier_key UNIQUE (session_verifier);
ALTER TABLE sessions ADD CONSTRAINT sessions_session_verifier_sha256 CHECK ((octet_length(session_verifier) = 32));
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_change_not_zero CHECK ((change <> 0));
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_number_positive CHECK ((number > 0));
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_pkey PRIMARY KEY (id);
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_product_id_number_key UNIQUE (product_id, number);
ALTER TABLE transfers ADD CONSTRAINT transfers_accounts_differ CHECK ((from_account_id <> to_account_id));
ALTER TABLE transfers ADD CONSTRAINT transfers_amount_range CHECK (((amount >= 1) AND (amount <= '4611686018427387904'::bigint)));
ALTER TABLE transfers ADD CONSTRAINT transfers_description_length CHECK (((length(description) >= 1) AND (length(description) <= 1000)));
ALTER TABLE transfers ADD CONSTRAINT transfers_from_account_fkey FOREIGN KEY (from_account_id, currency) REFERENCES accounts(id, currency) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE transfers ADD CONSTRAINT transfers_id_positive CHECK ((id > 0));
ALTER TABLE transfers ADD CONSTRAINT transfers_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE transfers ADD CONSTRAINT transfers_idempotency_key_length CHECK (((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 255)));
ALTER TABLE transfers ADD CONSTRAINT transfers_pkey PRIMARY KEY (id);
ALTER TABLE entries ADD CONSTRAINT entries_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfers(id);
ALTER TABLE orders ADD CONSTRAINT orders_payment_transfer_id_fkey FOREIGN KEY (payment_transfer_id) REFERENCES transfers(id);
ALTER TABLE orders ADD CONSTRAINT orders_refund_transfer_id_fkey FOREIGN KEY (refund_transfer_id) REFERENCES transfers(id);
ALTER TABLE transfers ADD CONSTRAINT transfers_exchanges_id_fkey FOREIGN KEY (exchanges_id) REFERENCES transfers(id);
ALTER TABLE transfers ADD CONSTRAINT transfers_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES transfers(id);
ALTER TABLE transfers ADD CONSTRAINT transfers_to_account_fkey FOREIGN KEY (to_account_id, currency) REFERENCES accounts(id, currency) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE users ADD CONSTRAINT users_email_shape CHECK ((email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text));
ALTER TABLE users ADD CONSTRAINT users_full_name_not_blank CHECK ((btrim(full_name) <> ''::text));
ALTER TABLE users ADD CONSTRAINT users_hashed_password_bcrypt CHECK (((hashed_password = '!'::text) OR (hashed_password ~ '^\$2[abxy]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}$'::text)));
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE RESTRICT;
ALTER TABLE sessions ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE users ADD CONSTRAINT users_username_key UNIQUE (username);
ALTER TABLE accounts ADD CONSTRAINT accounts_owner_fkey FOREIGN KEY (owner) REFERENCES users(username) ON UPDATE CASCADE;
ALTER TABLE users ADD CONSTRAINT users_username_no_address CHECK (((hashed_password = '!'::text) OR (POSITION(('@'::text) IN (username)) = 0)));
ALTER TABLE users ADD CONSTRAINT users_username_not_blank CHECK ((btrim(username) <> ''::text));
ALTER TABLE users ADD CONSTRAINT users_version_positive CHECK ((version > 0));

CREATE INDEX order_items_product_id_idx ON order_items USING btree (product_id);
CREATE INDEX orders_created_at_id_idx ON orders USING btree (created_at, id);
CREATE INDEX orders_status_created_at_id_idx ON orders USING btree (status, created_at, id);
CREATE INDEX orders_user_id_created_at_id_idx ON orders USING btree (user_id, created_at DESC, id DESC);
CREATE INDEX products_created_at_id_idx ON products USING btree (created_at, id);
CREATE INDEX products_in_stock_idx ON products USING btree (id) WHERE (stock_quantity > 0);
CREATE INDEX sessions_expires_at_idx ON sessions USING btree (expires_at);
CREATE INDEX sessions_user_id_idx ON sessions USING btree (user_id);
CREATE UNIQUE INDEX transfers_exchanges_id_key ON transfers USING btree (exchanges_id) WHERE (exchanges_id IS NOT NULL);
CREATE INDEX transfers_from_account_id_to_account_id_idx ON transfers USING btree (from_account_id, to_account_id);
CREATE INDEX transfers_reverses_id_idx ON transfers USING btree (reverses_id) WHERE (reverses_id IS NOT NULL);
CREATE INDEX transfers_to_account_id_idx ON transfers USING btree (to_account_id);
CREATE INDEX users_created_at_id_idx ON users USING btree (created_at, id);
CREATE INDEX users_deleted_at_idx ON users USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);
CREATE UNIQUE INDEX users_email_key ON users USING btree (lower(email)) WHERE (deleted_at IS NULL);

CREATE TRIGGER accounts_change_by_posting BEFORE UPDATE ON accounts FOR EACH ROW WHEN (((pg_trigger_depth() = 0) AND ((new.balance <> old.balance) OR (new.version <> old.version) OR (new.last_posted_at IS DISTINCT FROM old.last_posted_at)))) EXECUTE FUNCTION refuse('accounts_change_by_posting', 'balances and versions change only by posting', 'INSERT INTO transfers instead.');
CREATE TRIGGER accounts_currency_shape BEFORE INSERT OR UPDATE OF currency ON accounts FOR EACH ROW WHEN ((new.currency !~ '^[A-Z]{3}$'::text)) EXECUTE FUNCTION refuse('accounts_currency_shape', 'a currency is three capitals', 'Give its ISO 4217 code.');
CREATE TRIGGER accounts_keep_currency BEFORE UPDATE OF currency ON accounts FOR EACH ROW WHEN ((new.currency <> old.currency)) EXECUTE FUNCTION refuse('accounts_keep_currency', 'an account keeps its currency', 'Open another account.');
CREATE TRIGGER accounts_open_empty BEFORE INSERT ON accounts FOR EACH ROW WHEN (((new.balance <> 0) OR (new.version <> 0) OR (new.last_posted_at IS NOT NULL))) EXECUTE FUNCTION refuse('accounts_open_empty', 'an account opens with nothing in it', 'Open it, then INSERT INTO transfers.');
CREATE TRIGGER accounts_overdraft_limit_range BEFORE INSERT OR UPDATE OF overdraft_limit ON accounts FOR EACH ROW WHEN (((new.overdraft_limit < 0) OR (new.overdraft_limit > '4611686018427387904'::bigint))) EXECUTE FUNCTION refuse('accounts_overdraft_limit_range', 'an overdraft limit is 0 to 2^62 minor units', 'Write it without a sign.');
CREATE TRIGGER accounts_owner_not_blank BEFORE INSERT OR UPDATE OF owner ON accounts FOR EACH ROW WHEN ((btrim(new.owner) = ''::text)) EXECUTE FUNCTION refuse('accounts_owner_not_blank', 'an account''s owner can''t be blank', 'Name a user.');
CREATE TRIGGER accounts_unlimited_only_for_house BEFORE INSERT OR UPDATE OF owner, overdraft_limit ON accounts FOR EACH ROW WHEN (((new.overdraft_limit IS NULL) AND (new.owner <> 'house'::text))) EXECUTE FUNCTION refuse('accounts_unlimited_only_for_house', 'only the house''s accounts are without a limit', 'Give an overdraft limit.');
CREATE TRIGGER entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse('entries_append_only', 'entries are never changed or removed', 'Post a reversal: a transfer with reverses_id.');
CREATE TRIGGER entries_written_by_posting BEFORE INSERT ON entries FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION refuse('entries_written_by_posting', 'entries are written only by posting', 'INSERT INTO transfers instead.');
CREATE TRIGGER order_items_no_truncate BEFORE TRUNCATE ON order_items FOR EACH STATEMENT EXECUTE FUNCTION refuse('order_items_no_truncate', 'order lines can''t be truncated: stock and totals follow from them', 'DELETE the lines of pending orders instead.');
CREATE TRIGGER order_items_post_delete AFTER DELETE ON order_items REFERENCING OLD TABLE AS old_lines FOR EACH STATEMENT EXECUTE FUNCTION post_order_items();
CREATE TRIGGER order_items_post_insert AFTER INSERT ON order_items REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION post_order_items();
CREATE TRIGGER order_items_post_update AFTER UPDATE ON order_items REFERENCING OLD TABLE AS old_lines NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION post_order_items();
CREATE TRIGGER orders_check_step BEFORE UPDATE ON orders FOR EACH ROW WHEN (((new.status <> old.status) OR (new.payment_transfer_id IS DISTINCT FROM old.payment_transfer_id) OR (new.refund_transfer_id IS DISTINCT FROM old.refund_transfer_id))) EXECUTE FUNCTION check_order_step();
CREATE TRIGGER orders_keep_buyer BEFORE UPDATE ON orders FOR EACH ROW WHEN (((new.user_id <> old.user_id) OR (new.currency <> old.currency))) EXECUTE FUNCTION refuse('orders_keep_buyer', 'an order keeps its buyer and its currency', 'Cancel it and place another.');
CREATE TRIGGER orders_keep_paid BEFORE DELETE ON orders FOR EACH ROW WHEN (((old.status <> 'pending'::text) AND (NOT ((old.status = 'cancelled'::text) AND (old.payment_transfer_id IS NULL))))) EXECUTE FUNCTION refuse('orders_keep_paid', 'an order that was confirmed is kept', 'Cancel it instead.');
CREATE TRIGGER orders_return_stock_on_cancel AFTER UPDATE ON orders FOR EACH ROW WHEN (((new.status = 'cancelled'::text) AND (old.status <> 'cancelled'::text))) EXECUTE FUNCTION return_stock();
CREATE TRIGGER orders_return_stock_on_delete BEFORE DELETE ON orders FOR EACH ROW WHEN ((old.status = 'pending'::text)) EXECUTE FUNCTION return_stock();
CREATE TRIGGER orders_start_pending BEFORE INSERT ON orders FOR EACH ROW WHEN (((new.status <> 'pending'::text) OR (new.total_amount <> (0)::numeric) OR (new.payment_transfer_id IS NOT NULL) OR (new.refund_transfer_id IS NOT NULL))) EXECUTE FUNCTION refuse('orders_start_pending', 'an order starts pending, unpaid and empty', 'Insert its lines, then update it step by step.');
CREATE TRIGGER orders_total_from_lines BEFORE UPDATE ON orders FOR EACH ROW WHEN (((pg_trigger_depth() = 0) AND (new.total_amount <> old.total_amount))) EXECUTE FUNCTION refuse('orders_total_from_lines', 'an order''s total follows from its lines', 'Change order_items instead.');
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION touch_row();
CREATE TRIGGER products_record_insert AFTER INSERT ON products REFERENCING NEW TABLE AS new_products FOR EACH STATEMENT EXECUTE FUNCTION record_stock();
CREATE TRIGGER products_record_update AFTER UPDATE ON products REFERENCING NEW TABLE AS new_products FOR EACH STATEMENT EXECUTE FUNCTION record_stock();
CREATE TRIGGER products_touch BEFORE UPDATE ON products FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION touch_row();
CREATE TRIGGER sessions_attempts_never_fall BEFORE UPDATE ON sessions FOR EACH ROW WHEN ((new.otp_code_attempts < old.otp_code_attempts)) EXECUTE FUNCTION refuse('sessions_attempts_never_fall', 'a wrong code stays counted', 'Start another session.');
CREATE TRIGGER sessions_confirm_in_time BEFORE UPDATE ON sessions FOR EACH ROW WHEN ((new.otp_code_confirmed AND (NOT old.otp_code_confirmed) AND (old.otp_code_expires_at <= now()))) EXECUTE FUNCTION refuse('sessions_confirm_in_time', 'the code has expired', 'Start another session.');
CREATE TRIGGER sessions_confirmed_is_final BEFORE UPDATE ON sessions FOR EACH ROW WHEN ((old.otp_code_confirmed AND ((NOT new.otp_code_confirmed) OR (new.otp_code_attempts <> old.otp_code_attempts)))) EXECUTE FUNCTION refuse('sessions_confirmed_is_final', 'a confirmed session stays confirmed and takes no more codes', 'Delete it to end it.');
CREATE TRIGGER sessions_keep_identity BEFORE UPDATE ON sessions FOR EACH ROW WHEN (((new.user_id <> old.user_id) OR (new.session_verifier <> old.session_verifier) OR (new.otp_code_encrypted <> old.otp_code_encrypted) OR (new.created_at <> old.created_at))) EXECUTE FUNCTION refuse('sessions_keep_identity', 'a session keeps its user, its verifier, its code and when it began', 'Start another session.');
CREATE TRIGGER sessions_never_prolonged BEFORE UPDATE ON sessions FOR EACH ROW WHEN (((new.expires_at > old.expires_at) OR (new.otp_code_expires_at > old.otp_code_expires_at))) EXECUTE FUNCTION refuse('sessions_never_prolonged', 'neither a session nor its code lasts longer than at first', 'Start another session.');
CREATE TRIGGER sessions_start_unconfirmed BEFORE INSERT ON sessions FOR EACH ROW WHEN ((new.otp_code_confirmed OR (new.otp_code_attempts <> 0))) EXECUTE FUNCTION refuse('sessions_start_unconfirmed', 'a session starts without a confirmed code and without attempts', 'Insert it, then count what is given.');
CREATE TRIGGER stock_movements_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON stock_movements FOR EACH STATEMENT EXECUTE FUNCTION refuse('stock_movements_append_only', 'movements are never changed or removed', 'Change the product''s stock: that is a movement of its own.');
CREATE TRIGGER stock_movements_follow_stock BEFORE INSERT ON stock_movements FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION refuse('stock_movements_follow_stock', 'movements are written only as stock changes', 'UPDATE products or write order lines instead.');
CREATE TRIGGER transfers_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION refuse('transfers_append_only', 'transfers are never changed or removed', 'Post a reversal: a transfer with reverses_id.');
CREATE TRIGGER transfers_created_at_not_future BEFORE INSERT ON transfers FOR EACH ROW WHEN (((NOT isfinite(new.created_at)) OR (new.created_at > (clock_timestamp() + '00:01:00'::interval)))) EXECUTE FUNCTION refuse('transfers_created_at_not_future', 'a transfer can''t be posted in the future, nor at infinity', 'Leave created_at out: it is now.');
CREATE TRIGGER transfers_post AFTER INSERT ON transfers REFERENCING NEW TABLE AS new_transfers FOR EACH STATEMENT EXECUTE FUNCTION post_transfers();
CREATE TRIGGER users_end_sessions AFTER UPDATE ON users FOR EACH ROW WHEN ((((old.deleted_at IS NULL) AND (new.deleted_at IS NOT NULL)) OR ((old.hashed_password <> '!'::text) AND (new.hashed_password = '!'::text)))) EXECUTE FUNCTION end_sessions();
CREATE TRIGGER users_keep_house BEFORE UPDATE ON users FOR EACH ROW WHEN (((old.username = 'house'::text) AND ((new.username <> 'house'::text) OR (new.deleted_at IS NOT NULL) OR (new.hashed_password <> '!'::text)))) EXECUTE FUNCTION refuse('users_keep_house', 'the house keeps its name, has no password and can''t be deleted', 'Its accounts are where money enters and leaves.');
CREATE TRIGGER users_never_delete_house BEFORE DELETE ON users FOR EACH ROW WHEN ((old.username = 'house'::text)) EXECUTE FUNCTION refuse('users_keep_house', 'the house keeps its name, has no password and can''t be deleted', 'Its accounts are where money enters and leaves.');
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION touch_row();

COMMENT ON COLUMN accounts.balance IS 'What the account holds, in the currency''s minor units (cents): the sum of its entries.';
COMMENT ON COLUMN accounts.closed_at IS 'When the account was closed (only at a balance of zero); NULL while it is open.';
COMMENT ON COLUMN accounts.created_at IS 'When the account was opened.';
COMMENT ON COLUMN accounts.currency IS 'The ISO 4217 code: three capitals.';
COMMENT ON COLUMN accounts.id IS 'The account''s number, given by the database.';
COMMENT ON COLUMN accounts.last_posted_at IS 'The time of the latest entry; NULL before the first. Times of an account''s entries never go back.';
COMMENT ON COLUMN accounts.overdraft_limit IS 'How far under zero the balance may go, in minor units; NULL is without limit, for the house only.';
COMMENT ON COLUMN accounts.owner IS 'Who holds the account; ''house'' is the operator, through whose accounts money enters and leaves.';
COMMENT ON COLUMN accounts.version IS 'How many entries the account has: each posting counts it up by one.';
COMMENT ON COLUMN entries.account_id IS 'The account whose balance moved.';
COMMENT ON COLUMN entries.account_version IS 'The entry''s place in its account''s history: 1, 2, 3, … without gaps.';
COMMENT ON COLUMN entries.amount IS 'By how much the balance moved, in minor units: negative is a debit, positive a credit.';
COMMENT ON COLUMN entries.balance_after IS 'The account''s balance with this entry, in minor units.';
COMMENT ON COLUMN entries.created_at IS 'When the entry was posted; never earlier than the account''s entry before it.';
COMMENT ON COLUMN entries.id IS 'The entry''s number, given by the database. Order entries by account_version, not by this.';
COMMENT ON COLUMN entries.transfer_id IS 'The transfer that was posted.';
COMMENT ON COLUMN order_items.created_at IS 'When the line was written.';
COMMENT ON COLUMN order_items.currency IS 'The currency of the order and of the product.';
COMMENT ON COLUMN order_items.id IS 'The line''s number, given by the database.';
COMMENT ON COLUMN order_items.order_id IS 'The order that the line belongs to.';
COMMENT ON COLUMN order_items.product_id IS 'What is bought.';
COMMENT ON COLUMN order_items.quantity IS 'How many pieces.';
COMMENT ON COLUMN order_items.subtotal IS 'quantity × unit_price, computed by the database.';
COMMENT ON COLUMN order_items.unit_price IS 'What one piece cost when it was ordered, in the currency''s major unit.';
COMMENT ON COLUMN orders.created_at IS 'When the order was placed.';
COMMENT ON COLUMN orders.currency IS 'The ISO 4217 code that the lines are priced in.';
COMMENT ON COLUMN orders.id IS 'The order''s number inside the database.';
COMMENT ON COLUMN orders.order_number IS 'The number that people see; given by the database unless the shop has its own.';
COMMENT ON COLUMN orders.payment_transfer_id IS 'The transfer to the house that paid the whole order; set when it is confirmed.';
COMMENT ON COLUMN orders.refund_transfer_id IS 'The reversal that completed the payment''s refund; set when a paid order is cancelled.';
COMMENT ON COLUMN orders.status IS 'pending, confirmed (paid), shipped, delivered; or cancelled, from pending or confirmed.';
COMMENT ON COLUMN orders.total_amount IS 'The sum of the lines'' subtotals, in the currency''s major unit.';
COMMENT ON COLUMN orders.updated_at IS 'When the row last changed.';
COMMENT ON COLUMN orders.user_id IS 'Who buys.';
COMMENT ON COLUMN orders.version IS 'Counts every change of the row, for optimistic locking.';
COMMENT ON COLUMN products.created_at IS 'When the product was added.';
COMMENT ON COLUMN products.currency IS 'The price''s ISO 4217 code: three capitals.';
COMMENT ON COLUMN products.description IS 'What there is to say of it; may be empty.';
COMMENT ON COLUMN products.id IS 'The product''s number, given by the database.';
COMMENT ON COLUMN products.name IS 'What the product is called.';
COMMENT ON COLUMN products.price IS 'What one piece costs, in the currency''s major unit (euros, not cents).';
COMMENT ON COLUMN products.sku IS 'The stock keeping unit: the shop''s own unique code.';
COMMENT ON COLUMN products.stock_quantity IS 'Pieces that can still be ordered; never under zero.';
COMMENT ON COLUMN products.updated_at IS 'When the row last changed.';
COMMENT ON COLUMN products.version IS 'Counts every change of the row (stock and price among them), for optimistic locking.';
COMMENT ON COLUMN sessions.created_at IS 'When the user signed in.';
COMMENT ON COLUMN sessions.expires_at IS 'When the session ends by itself.';
COMMENT ON COLUMN sessions.id IS 'The session''s number, given by the database.';
COMMENT ON COLUMN sessions.otp_code_attempts IS 'Wrong codes given so far; at 5 the session is dead.';
COMMENT ON COLUMN sessions.otp_code_confirmed IS 'Whether the right code was given.';
COMMENT ON COLUMN sessions.otp_code_encrypted IS 'The one-time code, encrypted; the key is not in the database.';
COMMENT ON COLUMN sessions.otp_code_expires_at IS 'Until when the code can be given.';
COMMENT ON COLUMN sessions.otp_code_sent IS 'Whether the code was handed to the user''s channel.';
COMMENT ON COLUMN sessions.password_given_at IS 'When the user last gave the password here: one that was changed since ends the session.';
COMMENT ON COLUMN sessions.session_verifier IS 'SHA-256 of the 32 random bytes in the cookie: who reads this table can''t sign in with it.';
COMMENT ON COLUMN sessions.user_id IS 'Who signed in.';
COMMENT ON COLUMN stock_movements.change IS 'By how many pieces the stock changed: negative is less.';
COMMENT ON COLUMN stock_movements.created_at IS 'When the stock changed, by the product, line or order that changed it; never earlier than the product''s movement before it.';
COMMENT ON COLUMN stock_movements.id IS 'The movement''s number in the table. Order a product''s movements by number, not by this.';
COMMENT ON COLUMN stock_movements.number IS 'The movement''s place in its product''s history: 1, 2, 3, … without gaps.';
COMMENT ON COLUMN stock_movements.order_id IS 'The order whose lines took the pieces or gave them back, also after it was deleted; NULL for a change of the product itself.';
COMMENT ON COLUMN stock_movements.product_id IS 'The product whose stock changed.';
COMMENT ON COLUMN stock_movements.reason IS 'received or removed (the product itself was changed); ordered or returned (an order''s lines were written, or it was cancelled or deleted).';
COMMENT ON COLUMN stock_movements.stock_after IS 'The product''s stock with this movement.';
COMMENT ON COLUMN transfers.amount IS 'How much moves, in the currency''s minor units; always positive.';
COMMENT ON COLUMN transfers.created_at IS 'When the transfer was posted.';
COMMENT ON COLUMN transfers.currency IS 'The currency that both accounts hold.';
COMMENT ON COLUMN transfers.description IS 'What the transfer is for, in the caller''s words.';
COMMENT ON COLUMN transfers.exchanges_id IS 'The transfer that sold the other currency of an exchange, on the one that bought; NULL for an ordinary transfer.';
COMMENT ON COLUMN transfers.from_account_id IS 'The account that is debited: it pays.';
COMMENT ON COLUMN transfers.id IS 'The transfer''s number, given by the database.';
COMMENT ON COLUMN transfers.idempotency_key IS 'The caller''s name for this request: a second transfer with the same key can''t be posted.';
COMMENT ON COLUMN transfers.reverses_id IS 'The transfer that this one gives back in full or in part; NULL for an ordinary transfer.';
COMMENT ON COLUMN transfers.to_account_id IS 'The account that is credited: it receives.';
COMMENT ON COLUMN users.created_at IS 'When the user was added.';
COMMENT ON COLUMN users.deleted_at IS 'When the user was deleted; NULL for a user in good standing.';
COMMENT ON COLUMN users.email IS 'The e-mail address, unique without regard to case among users that are not deleted.';
COMMENT ON COLUMN users.full_name IS 'What the user is called.';
COMMENT ON COLUMN users.hashed_password IS 'The password''s bcrypt hash; ''!'' is a locked user, whom no password lets in.';
COMMENT ON COLUMN users.id IS 'The user''s number, given by the database.';
COMMENT ON COLUMN users.password_changed_at IS 'When the password was last set: older sessions end with it.';
COMMENT ON COLUMN users.updated_at IS 'When the row last changed.';
COMMENT ON COLUMN users.username IS 'The name that accounts carry as their owner; a change follows to them.';
COMMENT ON COLUMN users.version IS 'Counts every change of the row, for optimistic locking.';
COMMENT ON FUNCTION account_version_before(account bigint, instant timestamp with time zone) IS 'The version that an account had just before an instant: the number of its entries before it, 0 for none.';
COMMENT ON FUNCTION check_exchanges(transfer_ids bigint[]) IS 'Refuses exchanges among these transfers whose two halves don''t go through the house in two currencies.';
COMMENT ON FUNCTION check_order_step() IS 'Allows only the legal steps of an order, a payment that pays exactly its total to the house, and a refund that reverses the whole payment.';
COMMENT ON FUNCTION check_reversals(transfer_ids bigint[]) IS 'Refuses reversals among these transfers that don''t mirror their original or exceed it in sum. The accounts must be locked.';
COMMENT ON FUNCTION currency_exponent(code text) IS 'Decimals of an ISO 4217 currency: 1 major unit is 10 to this power of minor units.';
COMMENT ON FUNCTION end_sessions() IS 'Ends the sessions of a user who is deleted or locked, whoever does it: none comes back when the user does.';
COMMENT ON FUNCTION post_batch(froms bigint[], tos bigint[], currencies text[], amounts bigint[], keys text[], descriptions text[], reverses bigint[], expected_versions bigint[], all_or_nothing boolean) IS 'Posts many transfers, given as columns, as if one after another, and tells of each what became of it; all_or_nothing posts none when one is refused.';
COMMENT ON FUNCTION post_order_items() IS 'Follows written order lines: takes or gives back the products'' stock and moves the orders'' totals. Only pending orders.';
COMMENT ON FUNCTION post_transfers() IS 'Posts the transfers that a statement inserted, as if one after another in id order: locks the accounts, writes two entries each, moves the balances.';
COMMENT ON FUNCTION record_stock() IS 'Follows written products, whoever writes them: records by how much their stock has left what their history says.';
COMMENT ON FUNCTION refuse() IS 'Guard trigger: refuses the statement. Arguments: the rule''s name (reported as the constraint), the message, the hint.';
COMMENT ON FUNCTION refuse_accounts(transfer bigint, is_from boolean) IS 'Refuses a transfer whose account isn''t there or holds another currency, by the name of the key that would refuse it at the commit.';
COMMENT ON FUNCTION return_stock() IS 'Gives the stock of an order''s lines back: the order is cancelled, or deleted while pending.';
COMMENT ON FUNCTION touch_row() IS 'Row trigger: every change stamps updated_at and counts version up by one, whoever writes.';
COMMENT ON SEQUENCE orders_order_number_seq IS 'Numbers the orders that are placed without a number of their own.';
COMMENT ON TABLE accounts IS 'Money that somebody holds in one currency. Balance and version change only by posting a transfer.';
COMMENT ON TABLE entries IS 'The journal: two entries for each transfer, a debit and a credit, that sum to zero. Written only by posting; rows never change.';
COMMENT ON TABLE order_items IS 'The lines of an order: so many pieces of a product at the price of that moment. Writing a line takes the stock.';
COMMENT ON TABLE orders IS 'What a user buys at once, in one currency. An order starts pending and empty; its lines set the total.';
COMMENT ON TABLE products IS 'What the shop sells. Stock goes down as order lines are written and back up when an order is cancelled.';
COMMENT ON TABLE sessions IS 'Sign-ins. A session counts once its one-time code is confirmed, until it expires; it goes with its user.';
COMMENT ON TABLE stock_movements IS 'The history of each product''s stock: a row for every change. Written only as stock changes; rows never change.';
COMMENT ON TABLE transfers IS 'Money moved from one account to another of the same currency. Inserting a row posts it; rows never change.';
COMMENT ON TABLE users IS 'People who sign in, and the house. Deleting one is soft: deleted_at is set and the e-mail address becomes free.';

CREATE TABLE __diesel_schema_migrations (
    version VARCHAR(50) PRIMARY KEY NOT NULL,
    run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO __diesel_schema_migrations (version) VALUES
    ('00000000000000'),
    ('202611201000000000'),
    ('202611201001000000'),
    ('202611201002000000'),
    ('202611201003000000'),
    ('202611201004000000'),
    ('202611201005000000'),
    ('202611201006000000'),
    ('202611201007000000'),
    ('202611201008000000'),
    ('202611201009000000'),
    ('202611201010000000'),
    ('202611201011000000'),
    ('202611201012000000'),
    ('202611201013000000'),
    ('202611201014000000'),
    ('202611201015000000'),
    ('202611211000000000');

COMMIT;

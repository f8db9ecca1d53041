SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE FUNCTION check_order_step() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
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
$$;
COMMENT ON FUNCTION check_order_step() IS 'Allows only the legal steps of an order, a payment that pays exactly its total to the house, and a refund that reverses the whole payment.';

CREATE TRIGGER orders_check_step BEFORE UPDATE ON orders
FOR EACH ROW WHEN (NEW.status <> OLD.status OR NEW.payment_transfer_id IS DISTINCT FROM OLD.payment_transfer_id
    OR NEW.refund_transfer_id IS DISTINCT FROM OLD.refund_transfer_id)
EXECUTE FUNCTION check_order_step();

CREATE TRIGGER orders_start_pending BEFORE INSERT ON orders
FOR EACH ROW WHEN (NEW.status <> 'pending' OR NEW.total_amount <> 0
    OR NEW.payment_transfer_id IS NOT NULL OR NEW.refund_transfer_id IS NOT NULL)
EXECUTE FUNCTION refuse('orders_start_pending', 'an order starts pending, unpaid and empty', 'Insert its lines, then update it step by step.');

CREATE TRIGGER orders_total_from_lines BEFORE UPDATE ON orders
FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND NEW.total_amount <> OLD.total_amount)
EXECUTE FUNCTION refuse('orders_total_from_lines', 'an order''s total follows from its lines', 'Change order_items instead.');

CREATE TRIGGER orders_keep_buyer BEFORE UPDATE ON orders
FOR EACH ROW WHEN (NEW.user_id <> OLD.user_id OR NEW.currency <> OLD.currency)
EXECUTE FUNCTION refuse('orders_keep_buyer', 'an order keeps its buyer and its currency', 'Cancel it and place another.');

CREATE TRIGGER orders_keep_paid BEFORE DELETE ON orders
FOR EACH ROW WHEN (OLD.status <> 'pending' AND NOT (OLD.status = 'cancelled' AND OLD.payment_transfer_id IS NULL))
EXECUTE FUNCTION refuse('orders_keep_paid', 'an order that was confirmed is kept', 'Cancel it instead.');

CREATE TRIGGER order_items_no_truncate BEFORE TRUNCATE ON order_items
FOR EACH STATEMENT
EXECUTE FUNCTION refuse('order_items_no_truncate', 'order lines can''t be truncated: stock and totals follow from them', 'DELETE the lines of pending orders instead.');

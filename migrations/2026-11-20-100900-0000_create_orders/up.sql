SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

CREATE SEQUENCE orders_order_number_seq AS BIGINT;
COMMENT ON SEQUENCE orders_order_number_seq IS 'Numbers the orders that are placed without a number of their own.';

CREATE TABLE orders (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT orders_pkey PRIMARY KEY,
    user_id BIGINT NOT NULL CONSTRAINT orders_user_id_fkey REFERENCES users (id) ON DELETE RESTRICT,
    order_number TEXT NOT NULL DEFAULT 'ORD-' || to_char(nextval('orders_order_number_seq'), 'FM000000000000')
        CONSTRAINT orders_order_number_key UNIQUE
        CONSTRAINT orders_order_number_not_blank CHECK (btrim(order_number) <> ''),
    status TEXT NOT NULL DEFAULT 'pending'
        CONSTRAINT orders_status_known CHECK (status IN ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
    currency TEXT NOT NULL CONSTRAINT orders_currency_shape CHECK (currency ~ '^[A-Z]{3}$'),
    -- Wider than a price, so that too large a sum fails by its own rule's name.
    total_amount DECIMAL(20, 2) NOT NULL DEFAULT 0
        CONSTRAINT orders_total_amount_range CHECK (total_amount BETWEEN 0 AND 99999999.99),
    payment_transfer_id BIGINT
        CONSTRAINT orders_payment_transfer_id_key UNIQUE
        CONSTRAINT orders_payment_transfer_id_fkey REFERENCES transfers (id),
    refund_transfer_id BIGINT
        CONSTRAINT orders_refund_transfer_id_key UNIQUE
        CONSTRAINT orders_refund_transfer_id_fkey REFERENCES transfers (id),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    version BIGINT NOT NULL DEFAULT 1 CONSTRAINT orders_version_positive CHECK (version > 0),
    CONSTRAINT orders_id_currency_key UNIQUE (id, currency),
    -- What costs nothing needs no payment: there is no transfer of 0.
    CONSTRAINT orders_confirmed_means_paid
        CHECK (status IN ('pending', 'cancelled') OR payment_transfer_id IS NOT NULL OR total_amount = 0),
    CONSTRAINT orders_pending_means_unpaid CHECK (status <> 'pending' OR payment_transfer_id IS NULL),
    CONSTRAINT orders_cancelled_means_refunded
        CHECK (status <> 'cancelled' OR (payment_transfer_id IS NULL) = (refund_transfer_id IS NULL)),
    CONSTRAINT orders_refunded_means_cancelled CHECK (refund_transfer_id IS NULL OR status = 'cancelled')
);
ALTER SEQUENCE orders_order_number_seq OWNED BY orders.order_number;

CREATE INDEX orders_user_id_created_at_id_idx ON orders (user_id, created_at DESC, id DESC);
CREATE INDEX orders_status_created_at_id_idx ON orders (status, created_at, id);
CREATE INDEX orders_created_at_id_idx ON orders (created_at, id);

CREATE TRIGGER orders_touch BEFORE UPDATE ON orders
FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_row();

COMMENT ON TABLE orders IS 'What a user buys at once, in one currency. An order starts pending and empty; its lines set the total.';
COMMENT ON COLUMN orders.id IS 'The order''s number inside the database.';
COMMENT ON COLUMN orders.user_id IS 'Who buys.';
COMMENT ON COLUMN orders.order_number IS 'The number that people see; given by the database unless the shop has its own.';
COMMENT ON COLUMN orders.status IS 'pending, confirmed (paid), shipped, delivered; or cancelled, from pending or confirmed.';
COMMENT ON COLUMN orders.currency IS 'The ISO 4217 code that the lines are priced in.';
COMMENT ON COLUMN orders.total_amount IS 'The sum of the lines'' subtotals, in the currency''s major unit.';
COMMENT ON COLUMN orders.payment_transfer_id IS 'The transfer to the house that paid the whole order; set when it is confirmed.';
COMMENT ON COLUMN orders.refund_transfer_id IS 'The reversal that completed the payment''s refund; set when a paid order is cancelled.';
COMMENT ON COLUMN orders.created_at IS 'When the order was placed.';
COMMENT ON COLUMN orders.updated_at IS 'When the row last changed.';
COMMENT ON COLUMN orders.version IS 'Counts every change of the row, for optimistic locking.';

SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

CREATE TABLE order_items (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT order_items_pkey PRIMARY KEY,
    order_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    quantity INTEGER NOT NULL CONSTRAINT order_items_quantity_positive CHECK (quantity > 0),
    unit_price DECIMAL(10, 2) NOT NULL CONSTRAINT order_items_unit_price_not_negative CHECK (unit_price >= 0),
    -- Wide enough for any product of the two, so that too large a line fails by its own rule's name.
    subtotal DECIMAL(20, 2) NOT NULL GENERATED ALWAYS AS (quantity * unit_price) STORED
        CONSTRAINT order_items_subtotal_range CHECK (subtotal <= 99999999.99),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT order_items_order_id_product_id_key UNIQUE (order_id, product_id),
    CONSTRAINT order_items_unit_price_fits_currency CHECK (unit_price = round(unit_price, currency_exponent(currency))),
    -- Order, line and product agree on the currency because each key carries it.
    CONSTRAINT order_items_order_fkey FOREIGN KEY (order_id, currency) REFERENCES orders (id, currency) ON DELETE CASCADE,
    CONSTRAINT order_items_product_fkey FOREIGN KEY (product_id, currency) REFERENCES products (id, currency) ON DELETE RESTRICT
);

CREATE INDEX order_items_product_id_idx ON order_items (product_id);

COMMENT ON TABLE order_items IS 'The lines of an order: so many pieces of a product at the price of that moment. Writing a line takes the stock.';
COMMENT ON COLUMN order_items.id IS 'The line''s number, given by the database.';
COMMENT ON COLUMN order_items.order_id IS 'The order that the line belongs to.';
COMMENT ON COLUMN order_items.product_id IS 'What is bought.';
COMMENT ON COLUMN order_items.currency IS 'The currency of the order and of the product.';
COMMENT ON COLUMN order_items.quantity IS 'How many pieces.';
COMMENT ON COLUMN order_items.unit_price IS 'What one piece cost when it was ordered, in the currency''s major unit.';
COMMENT ON COLUMN order_items.subtotal IS 'quantity × unit_price, computed by the database.';
COMMENT ON COLUMN order_items.created_at IS 'When the line was written.';

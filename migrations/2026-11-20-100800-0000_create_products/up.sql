SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

CREATE TABLE products (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT products_pkey PRIMARY KEY,
    sku TEXT NOT NULL
        CONSTRAINT products_sku_key UNIQUE
        CONSTRAINT products_sku_not_blank CHECK (btrim(sku) <> ''),
    name TEXT NOT NULL CONSTRAINT products_name_not_blank CHECK (btrim(name) <> ''),
    description TEXT NOT NULL DEFAULT '',
    -- NaN counts as larger than every number.
    price DECIMAL(10, 2) NOT NULL CONSTRAINT products_price_not_negative CHECK (price >= 0 AND price < 'NaN'),
    currency TEXT NOT NULL CONSTRAINT products_currency_shape CHECK (currency ~ '^[A-Z]{3}$'),
    stock_quantity INTEGER NOT NULL DEFAULT 0
        CONSTRAINT products_stock_quantity_not_negative CHECK (stock_quantity >= 0)
        CONSTRAINT products_stock_quantity_range CHECK (stock_quantity <= 1000000000),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    version BIGINT NOT NULL DEFAULT 1 CONSTRAINT products_version_positive CHECK (version > 0),
    CONSTRAINT products_id_currency_key UNIQUE (id, currency),
    CONSTRAINT products_price_fits_currency CHECK (price = round(price, currency_exponent(currency)))
);

CREATE INDEX products_created_at_id_idx ON products (created_at, id);
CREATE INDEX products_in_stock_idx ON products (id) WHERE stock_quantity > 0;

CREATE TRIGGER products_touch BEFORE UPDATE ON products
FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_row();

COMMENT ON TABLE products IS 'What the shop sells. Stock goes down as order lines are written and back up when an order is cancelled.';
COMMENT ON COLUMN products.id IS 'The product''s number, given by the database.';
COMMENT ON COLUMN products.sku IS 'The stock keeping unit: the shop''s own unique code.';
COMMENT ON COLUMN products.name IS 'What the product is called.';
COMMENT ON COLUMN products.description IS 'What there is to say of it; may be empty.';
COMMENT ON COLUMN products.price IS 'What one piece costs, in the currency''s major unit (euros, not cents).';
COMMENT ON COLUMN products.currency IS 'The price''s ISO 4217 code: three capitals.';
COMMENT ON COLUMN products.stock_quantity IS 'Pieces that can still be ordered; never under zero.';
COMMENT ON COLUMN products.created_at IS 'When the product was added.';
COMMENT ON COLUMN products.updated_at IS 'When the row last changed.';
COMMENT ON COLUMN products.version IS 'Counts every change of the row (stock and price among them), for optimistic locking.';

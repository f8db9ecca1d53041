SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

CREATE TABLE transfers (
    -- Posting sorts by id and takes 0 for an account's opening: no row given an id of its own may come before that.
    id BIGINT GENERATED ALWAYS AS IDENTITY
        CONSTRAINT transfers_pkey PRIMARY KEY
        CONSTRAINT transfers_id_positive CHECK (id > 0),
    from_account_id BIGINT NOT NULL,
    to_account_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL
        CONSTRAINT transfers_amount_range CHECK (amount BETWEEN 1 AND 4611686018427387904),
    idempotency_key TEXT
        CONSTRAINT transfers_idempotency_key_key UNIQUE
        CONSTRAINT transfers_idempotency_key_length CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    description TEXT CONSTRAINT transfers_description_length CHECK (length(description) BETWEEN 1 AND 1000),
    reverses_id BIGINT CONSTRAINT transfers_reverses_id_fkey REFERENCES transfers (id),
    exchanges_id BIGINT CONSTRAINT transfers_exchanges_id_fkey REFERENCES transfers (id),
    created_at TIMESTAMPTZ NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT transfers_accounts_differ CHECK (from_account_id <> to_account_id),
    -- With the currency in the key, an account that holds another currency is as good as none. Checked at the commit:
    -- at once, every session would lock the account's row for its check before posting locks it for good, and on a busy
    -- account that costs more than all the rest. Posting looks for the accounts itself and refuses by the same names.
    CONSTRAINT transfers_from_account_fkey FOREIGN KEY (from_account_id, currency) REFERENCES accounts (id, currency)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT transfers_to_account_fkey FOREIGN KEY (to_account_id, currency) REFERENCES accounts (id, currency)
        DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX transfers_from_account_id_to_account_id_idx ON transfers (from_account_id, to_account_id);
CREATE INDEX transfers_to_account_id_idx ON transfers (to_account_id);
CREATE INDEX transfers_reverses_id_idx ON transfers (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE UNIQUE INDEX transfers_exchanges_id_key ON transfers (exchanges_id) WHERE exchanges_id IS NOT NULL;

COMMENT ON TABLE transfers IS 'Money moved from one account to another of the same currency. Inserting a row posts it; rows never change.';
COMMENT ON COLUMN transfers.id IS 'The transfer''s number, given by the database.';
COMMENT ON COLUMN transfers.from_account_id IS 'The account that is debited: it pays.';
COMMENT ON COLUMN transfers.to_account_id IS 'The account that is credited: it receives.';
COMMENT ON COLUMN transfers.currency IS 'The currency that both accounts hold.';
COMMENT ON COLUMN transfers.amount IS 'How much moves, in the currency''s minor units; always positive.';
COMMENT ON COLUMN transfers.idempotency_key IS 'The caller''s name for this request: a second transfer with the same key can''t be posted.';
COMMENT ON COLUMN transfers.description IS 'What the transfer is for, in the caller''s words.';
COMMENT ON COLUMN transfers.reverses_id IS 'The transfer that this one gives back in full or in part; NULL for an ordinary transfer.';
COMMENT ON COLUMN transfers.exchanges_id IS 'The transfer that sold the other currency of an exchange, on the one that bought; NULL for an ordinary transfer.';
COMMENT ON COLUMN transfers.created_at IS 'When the transfer was posted.';

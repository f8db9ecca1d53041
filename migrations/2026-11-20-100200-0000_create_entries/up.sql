SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

CREATE TABLE entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT entries_pkey PRIMARY KEY,
    transfer_id BIGINT NOT NULL CONSTRAINT entries_transfer_id_fkey REFERENCES transfers (id),
    account_id BIGINT NOT NULL CONSTRAINT entries_account_id_fkey REFERENCES accounts (id),
    amount BIGINT NOT NULL CONSTRAINT entries_amount_not_zero CHECK (amount <> 0),
    account_version BIGINT NOT NULL CONSTRAINT entries_account_version_positive CHECK (account_version > 0),
    balance_after BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT entries_transfer_id_account_id_key UNIQUE (transfer_id, account_id),
    CONSTRAINT entries_account_id_account_version_key UNIQUE (account_id, account_version)
);

COMMENT ON TABLE entries IS 'The journal: two entries for each transfer, a debit and a credit, that sum to zero. Written only by posting; rows never change.';
COMMENT ON COLUMN entries.id IS 'The entry''s number, given by the database. Order entries by account_version, not by this.';
COMMENT ON COLUMN entries.transfer_id IS 'The transfer that was posted.';
COMMENT ON COLUMN entries.account_id IS 'The account whose balance moved.';
COMMENT ON COLUMN entries.amount IS 'By how much the balance moved, in minor units: negative is a debit, positive a credit.';
COMMENT ON COLUMN entries.account_version IS 'The entry''s place in its account''s history: 1, 2, 3, … without gaps.';
COMMENT ON COLUMN entries.balance_after IS 'The account''s balance with this entry, in minor units.';
COMMENT ON COLUMN entries.created_at IS 'When the entry was posted; never earlier than the account''s entry before it.';

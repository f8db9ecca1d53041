SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

CREATE TABLE accounts (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT accounts_pkey PRIMARY KEY,
    owner TEXT NOT NULL,
    currency TEXT NOT NULL,
    -- 2^62: half of BIGINT's range, which leaves room to tell that a posting would go too far.
    balance BIGINT NOT NULL DEFAULT 0
        CONSTRAINT accounts_balance_range CHECK (balance BETWEEN -4611686018427387904 AND 4611686018427387904),
    overdraft_limit BIGINT DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 0,
    last_posted_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT accounts_id_currency_key UNIQUE (id, currency),
    CONSTRAINT accounts_balance_within_overdraft CHECK (overdraft_limit IS NULL OR balance >= -overdraft_limit),
    CONSTRAINT accounts_closed_means_empty CHECK (closed_at IS NULL OR balance = 0)
);

-- Rules on what posting doesn't touch are triggers: PostgreSQL reads and evaluates every CHECK of a table in each UPDATE,
-- and a busy ledger updates little else than balances.
CREATE TRIGGER accounts_owner_not_blank BEFORE INSERT OR UPDATE OF owner ON accounts
FOR EACH ROW WHEN (btrim(NEW.owner) = '')
EXECUTE FUNCTION refuse('accounts_owner_not_blank', 'an account''s owner can''t be blank', 'Name a user.');
CREATE TRIGGER accounts_currency_shape BEFORE INSERT OR UPDATE OF currency ON accounts
FOR EACH ROW WHEN (NEW.currency !~ '^[A-Z]{3}$')
EXECUTE FUNCTION refuse('accounts_currency_shape', 'a currency is three capitals', 'Give its ISO 4217 code.');
CREATE TRIGGER accounts_overdraft_limit_range BEFORE INSERT OR UPDATE OF overdraft_limit ON accounts
FOR EACH ROW WHEN (NEW.overdraft_limit NOT BETWEEN 0 AND 4611686018427387904)
EXECUTE FUNCTION refuse('accounts_overdraft_limit_range', 'an overdraft limit is 0 to 2^62 minor units', 'Write it without a sign.');
CREATE TRIGGER accounts_unlimited_only_for_house BEFORE INSERT OR UPDATE OF owner, overdraft_limit ON accounts
FOR EACH ROW WHEN (NEW.overdraft_limit IS NULL AND NEW.owner <> 'house')
EXECUTE FUNCTION refuse('accounts_unlimited_only_for_house', 'only the house''s accounts are without a limit', 'Give an overdraft limit.');

CREATE INDEX accounts_owner_idx ON accounts (owner);

COMMENT ON TABLE accounts IS 'Money that somebody holds in one currency. Balance and version change only by posting a transfer.';
COMMENT ON COLUMN accounts.id IS 'The account''s number, given by the database.';
COMMENT ON COLUMN accounts.owner IS 'Who holds the account; ''house'' is the operator, through whose accounts money enters and leaves.';
COMMENT ON COLUMN accounts.currency IS 'The ISO 4217 code: three capitals.';
COMMENT ON COLUMN accounts.balance IS 'What the account holds, in the currency''s minor units (cents): the sum of its entries.';
COMMENT ON COLUMN accounts.overdraft_limit IS 'How far under zero the balance may go, in minor units; NULL is without limit, for the house only.';
COMMENT ON COLUMN accounts.version IS 'How many entries the account has: each posting counts it up by one.';
COMMENT ON COLUMN accounts.last_posted_at IS 'The time of the latest entry; NULL before the first. Times of an account''s entries never go back.';
COMMENT ON COLUMN accounts.closed_at IS 'When the account was closed (only at a balance of zero); NULL while it is open.';
COMMENT ON COLUMN accounts.created_at IS 'When the account was opened.';

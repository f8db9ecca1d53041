SET LOCAL lock_timeout = '5s';

CREATE INDEX accounts_owner_idx ON accounts (owner);
ALTER TABLE accounts DROP CONSTRAINT owner_currency_key;
ALTER TABLE accounts DROP CONSTRAINT accounts_owner_fkey;
DROP TABLE users;

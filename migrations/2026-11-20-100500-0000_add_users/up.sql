SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '10min';

CREATE TABLE users (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT users_pkey PRIMARY KEY,
    username TEXT NOT NULL
        CONSTRAINT users_username_key UNIQUE
        CONSTRAINT users_username_not_blank CHECK (btrim(username) <> ''),
    email TEXT NOT NULL CONSTRAINT users_email_shape CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    full_name TEXT NOT NULL CONSTRAINT users_full_name_not_blank CHECK (btrim(full_name) <> ''),
    hashed_password TEXT NOT NULL
        CONSTRAINT users_hashed_password_bcrypt
        CHECK (hashed_password = '!' OR hashed_password ~ '^\$2[abxy]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}$'),
    password_changed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    deleted_at TIMESTAMPTZ,
    version BIGINT NOT NULL DEFAULT 1 CONSTRAINT users_version_positive CHECK (version > 0),
    -- Sign-in takes a username or an e-mail address: nobody may be called by somebody else's address.
    -- Owners of old accounts may have such a name; they are locked until it is changed.
    CONSTRAINT users_username_no_address CHECK (hashed_password = '!' OR position('@' IN username) = 0)
);

CREATE UNIQUE INDEX users_email_key ON users (lower(email)) WHERE deleted_at IS NULL;
CREATE INDEX users_created_at_id_idx ON users (created_at, id);
CREATE INDEX users_deleted_at_idx ON users (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TRIGGER users_touch BEFORE UPDATE ON users
FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_row();

CREATE TRIGGER users_keep_house BEFORE UPDATE ON users
FOR EACH ROW WHEN (OLD.username = 'house'
    AND (NEW.username <> 'house' OR NEW.deleted_at IS NOT NULL OR NEW.hashed_password <> '!'))
EXECUTE FUNCTION refuse('users_keep_house', 'the house keeps its name, has no password and can''t be deleted', 'Its accounts are where money enters and leaves.');
CREATE TRIGGER users_never_delete_house BEFORE DELETE ON users
FOR EACH ROW WHEN (OLD.username = 'house')
EXECUTE FUNCTION refuse('users_keep_house', 'the house keeps its name, has no password and can''t be deleted', 'Its accounts are where money enters and leaves.');

COMMENT ON TABLE users IS 'People who sign in, and the house. Deleting one is soft: deleted_at is set and the e-mail address becomes free.';
COMMENT ON COLUMN users.id IS 'The user''s number, given by the database.';
COMMENT ON COLUMN users.username IS 'The name that accounts carry as their owner; a change follows to them.';
COMMENT ON COLUMN users.email IS 'The e-mail address, unique without regard to case among users that are not deleted.';
COMMENT ON COLUMN users.full_name IS 'What the user is called.';
COMMENT ON COLUMN users.hashed_password IS 'The password''s bcrypt hash; ''!'' is a locked user, whom no password lets in.';
COMMENT ON COLUMN users.password_changed_at IS 'When the password was last set: older sessions end with it.';
COMMENT ON COLUMN users.created_at IS 'When the user was added.';
COMMENT ON COLUMN users.updated_at IS 'When the row last changed.';
COMMENT ON COLUMN users.deleted_at IS 'When the user was deleted; NULL for a user in good standing.';
COMMENT ON COLUMN users.version IS 'Counts every change of the row, for optimistic locking.';

-- The accounts may be in use. From here to the end nobody writes to them, so that the owners read below
-- are those that the keys find; the time this takes grows with the number of accounts.
LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
    doubled TEXT;
BEGIN
    SELECT string_agg(format('%s holds %s in accounts %s', owner, currency, ids), '; ' ORDER BY owner, currency)
    INTO doubled
    FROM (SELECT owner, currency, string_agg(id::TEXT, ', ' ORDER BY id) AS ids
          FROM accounts GROUP BY owner, currency HAVING count(*) > 1) d;
    IF doubled IS NOT NULL THEN
        -- All in the message: migration runners show neither details nor hints.
        RAISE EXCEPTION 'an owner may hold a currency only once, but %. Move the money into one account of each and give the others another owner, then migrate again; nothing was changed', doubled
            USING ERRCODE = 'unique_violation', TABLE = 'accounts', CONSTRAINT = 'owner_currency_key';
    END IF;
END
$$;

-- .invalid is reserved for addresses that can't exist; the digest keeps owners apart that differ only by case.
INSERT INTO users (username, email, full_name, hashed_password)
SELECT owner, 'locked-' || md5(owner) || '@users.invalid', owner, '!'
FROM (SELECT 'house' AS owner UNION SELECT owner FROM accounts) owners
ORDER BY owner <> 'house', owner;

-- The usual way, NOT VALID now and validated later, would only lengthen a time in which nobody writes anyway.
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ALTER TABLE accounts ADD CONSTRAINT accounts_owner_fkey
    FOREIGN KEY (owner) REFERENCES users (username) ON UPDATE CASCADE;
-- squawk-ignore disallowed-unique-constraint, constraint-missing-not-valid
ALTER TABLE accounts ADD CONSTRAINT owner_currency_key UNIQUE (owner, currency);
-- The key's own index serves every search by owner.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX accounts_owner_idx;

DROP FUNCTION account_version_before(BIGINT, TIMESTAMPTZ);

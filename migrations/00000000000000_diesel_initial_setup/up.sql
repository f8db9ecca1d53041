-- The folder's name is the one that `diesel setup` looks for: with it in place, setup adds no second one.
SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE FUNCTION touch_row() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
    -- A writer that gives a time of its own (a restore, a seed) keeps it.
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at := now();
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION touch_row() IS 'Row trigger: every change stamps updated_at and counts version up by one, whoever writes.';

CREATE FUNCTION refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[1]
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME, HINT = TG_ARGV[2];
END
$$;
COMMENT ON FUNCTION refuse() IS 'Guard trigger: refuses the statement. Arguments: the rule''s name (reported as the constraint), the message, the hint.';

DROP FUNCTION refuse();
DROP FUNCTION touch_row();

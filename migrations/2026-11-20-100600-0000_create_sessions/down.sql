DROP TRIGGER users_end_sessions ON users;
DROP FUNCTION end_sessions();
DROP TABLE sessions;

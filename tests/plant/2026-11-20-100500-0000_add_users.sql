INSERT INTO users (username, email, full_name, hashed_password) VALUES ('carl', 'carl@example.com', 'Carl', '!');
INSERT INTO users (username, email, full_name, hashed_password, deleted_at) VALUES ('dora', 'carl@example.com', 'Dora', '!', now());
INSERT INTO accounts (owner, currency) VALUES ('carl', 'EUR');
INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
SELECT h.id, c.id, 'EUR', 50000 FROM accounts h, accounts c WHERE h.owner = 'house' AND h.currency = 'EUR' AND c.owner = 'carl';

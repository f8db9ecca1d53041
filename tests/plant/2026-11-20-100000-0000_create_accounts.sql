INSERT INTO accounts (owner, currency, balance, overdraft_limit, version, last_posted_at, closed_at) VALUES
    ('house', 'EUR', -10000, NULL, 1, '2026-01-05', NULL), ('Anna@home', 'EUR', 10000, 0, 1, '2026-01-05', NULL),
    ('ben', 'EUR', 0, 500, 0, NULL, NULL), ('ben', 'JPY', 0, 0, 0, NULL, NULL), ('Ben', 'EUR', 0, 0, 0, NULL, '2026-02-01');

//! The help of `inspect` itself.

/// Shown with -h and --help.
pub(super) const EXAMPLES: &str = "\
Examples:
  ledgerstore inspect tables
  ledgerstore inspect user anna
  ledgerstore inspect orders --status pending --older-than 2d
  ledgerstore inspect account anna/EUR
  ledgerstore --format csv inspect transfers --limit 10000 > transfers.csv";

/// Shown with --help: a test compares it with what is printed. A name in capitals stands for what it is explained as
/// below.
pub(super) const JSON: &str = "\
JSON (--format json), with the keys that stay as they are:
  tables     [{name, rows, estimated, table_bytes, indexes, index_bytes, comment}]
  indexes    [{table, name, columns, predicate, unique, valid, bytes, scans, covered_by}]
  locks      [{pid, state, blocked_by, blocks, lock_mode, lock_on, waited_ms, transaction_ms, role,
             application, query}]
  users      [{USER}]
  user       {user {USER}, accounts [{ACCOUNT}], orders [{ORDER}], sessions [{SESSION}]}
  accounts   [{ACCOUNT}]
  account    {account {ACCOUNT}, opening {MONEY}, closing {MONEY}, entries,
             lines [{entry {ENTRY}, transfer {TRANSFER}}], next}
  transfers  [{TRANSFER, from_owner, to_owner}]
  transfer   {transfer {TRANSFER}, entries [{ENTRY}], from {ACCOUNT}, to {ACCOUNT},
             reverses {TRANSFER}, reversals [{TRANSFER}], exchange {TRANSFER}, order {BARE_ORDER}}
  entries    [{ENTRY, owner, currency}]
  products   [{PRODUCT}]
  product    {product {PRODUCT}, movements [{id, product_id, number, change, stock_after, order_id,
             reason, created_at}]}
  orders     [{ORDER}]
  order      {order {ORDER}, items [{id, order_id, product_id, currency, quantity, unit_price,
             subtotal, created_at, sku, name}], payment {TRANSFER}, refunds [{TRANSFER}]}
  sessions   [{SESSION}]
where
  USER       id, username, email, full_name, password_changed_at, created_at, updated_at,
             deleted_at, version
  ACCOUNT    id, owner, currency, balance, overdraft_limit, version, last_posted_at, closed_at,
             created_at
  TRANSFER   id, from_account_id, to_account_id, currency, amount, idempotency_key, description,
             reverses_id, exchanges_id, created_at
  ENTRY      id, transfer_id, account_id, amount, account_version, balance_after, created_at
  PRODUCT    id, sku, name, description, price, currency, stock_quantity, created_at, updated_at,
             version
  BARE_ORDER id, user_id, order_number, status, currency, total_amount, payment_transfer_id,
             refund_transfer_id, created_at, updated_at, version
  ORDER      BARE_ORDER, username
  SESSION    id, user_id, otp_code_attempts, otp_code_confirmed, otp_code_sent, otp_code_expires_at,
             password_given_at, expires_at, created_at, username, state
  MONEY      minor_units, amount, currency

Ids and counts are numbers. The ledger's amounts and balances are numbers of minor units (cents),
the shop's prices and totals strings with decimals of the major unit. Times are RFC 3339 in UTC.
What isn't there is null.";

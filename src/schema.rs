// @generated automatically by Diesel CLI.

diesel::table! {
    /// Money that somebody holds in one currency. Balance and version change only by posting a transfer.
    accounts (id) {
        /// The account's number, given by the database.
        id -> Int8,
        /// Who holds the account; 'house' is the operator, through whose accounts money enters and leaves.
        owner -> Text,
        /// The ISO 4217 code: three capitals.
        currency -> Text,
        /// What the account holds, in the currency's minor units (cents): the sum of its entries.
        balance -> Int8,
        /// How far under zero the balance may go, in minor units; NULL is without limit, for the house only.
        overdraft_limit -> Nullable<Int8>,
        /// How many entries the account has: each posting counts it up by one.
        version -> Int8,
        /// The time of the latest entry; NULL before the first. Times of an account's entries never go back.
        last_posted_at -> Nullable<Timestamptz>,
        /// When the account was closed (only at a balance of zero); NULL while it is open.
        closed_at -> Nullable<Timestamptz>,
        /// When the account was opened.
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The journal: two entries for each transfer, a debit and a credit, that sum to zero. Written only by posting; rows never change.
    entries (id) {
        /// The entry's number, given by the database. Order entries by account_version, not by this.
        id -> Int8,
        /// The transfer that was posted.
        transfer_id -> Int8,
        /// The account whose balance moved.
        account_id -> Int8,
        /// By how much the balance moved, in minor units: negative is a debit, positive a credit.
        amount -> Int8,
        /// The entry's place in its account's history: 1, 2, 3, … without gaps.
        account_version -> Int8,
        /// The account's balance with this entry, in minor units.
        balance_after -> Int8,
        /// When the entry was posted; never earlier than the account's entry before it.
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The lines of an order: so many pieces of a product at the price of that moment. Writing a line takes the stock.
    order_items (id) {
        /// The line's number, given by the database.
        id -> Int8,
        /// The order that the line belongs to.
        order_id -> Int8,
        /// What is bought.
        product_id -> Int8,
        /// The currency of the order and of the product.
        currency -> Text,
        /// How many pieces.
        quantity -> Int4,
        /// What one piece cost when it was ordered, in the currency's major unit.
        unit_price -> Numeric,
        /// quantity × unit_price, computed by the database.
        subtotal -> Numeric,
        /// When the line was written.
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What a user buys at once, in one currency. An order starts pending and empty; its lines set the total.
    orders (id) {
        /// The order's number inside the database.
        id -> Int8,
        /// Who buys.
        user_id -> Int8,
        /// The number that people see; given by the database unless the shop has its own.
        order_number -> Text,
        /// pending, confirmed (paid), shipped, delivered; or cancelled, from pending or confirmed.
        status -> Text,
        /// The ISO 4217 code that the lines are priced in.
        currency -> Text,
        /// The sum of the lines' subtotals, in the currency's major unit.
        total_amount -> Numeric,
        /// The transfer to the house that paid the whole order; set when it is confirmed.
        payment_transfer_id -> Nullable<Int8>,
        /// The reversal that completed the payment's refund; set when a paid order is cancelled.
        refund_transfer_id -> Nullable<Int8>,
        /// When the order was placed.
        created_at -> Timestamptz,
        /// When the row last changed.
        updated_at -> Timestamptz,
        /// Counts every change of the row, for optimistic locking.
        version -> Int8,
    }
}

diesel::table! {
    /// What the shop sells. Stock goes down as order lines are written and back up when an order is cancelled.
    products (id) {
        /// The product's number, given by the database.
        id -> Int8,
        /// The stock keeping unit: the shop's own unique code.
        sku -> Text,
        /// What the product is called.
        name -> Text,
        /// What there is to say of it; may be empty.
        description -> Text,
        /// What one piece costs, in the currency's major unit (euros, not cents).
        price -> Numeric,
        /// The price's ISO 4217 code: three capitals.
        currency -> Text,
        /// Pieces that can still be ordered; never under zero.
        stock_quantity -> Int4,
        /// When the product was added.
        created_at -> Timestamptz,
        /// When the row last changed.
        updated_at -> Timestamptz,
        /// Counts every change of the row (stock and price among them), for optimistic locking.
        version -> Int8,
    }
}

diesel::table! {
    /// Sign-ins. A session counts once its one-time code is confirmed, until it expires; it goes with its user.
    sessions (id) {
        /// The session's number, given by the database.
        id -> Int8,
        /// Who signed in.
        user_id -> Int8,
        /// SHA-256 of the 32 random bytes in the cookie: who reads this table can't sign in with it.
        session_verifier -> Bytea,
        /// The one-time code, encrypted; the key is not in the database.
        otp_code_encrypted -> Bytea,
        /// Wrong codes given so far; at 5 the session is dead.
        otp_code_attempts -> Int4,
        /// Whether the right code was given.
        otp_code_confirmed -> Bool,
        /// Whether the code was handed to the user's channel.
        otp_code_sent -> Bool,
        /// Until when the code can be given.
        otp_code_expires_at -> Timestamptz,
        /// When the user last gave the password here: one that was changed since ends the session.
        password_given_at -> Timestamptz,
        /// When the session ends by itself.
        expires_at -> Timestamptz,
        /// When the user signed in.
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The history of each product's stock: a row for every change. Written only as stock changes; rows never change.
    stock_movements (id) {
        /// The movement's number in the table. Order a product's movements by number, not by this.
        id -> Int8,
        /// The product whose stock changed.
        product_id -> Int8,
        /// The movement's place in its product's history: 1, 2, 3, … without gaps.
        number -> Int8,
        /// By how many pieces the stock changed: negative is less.
        change -> Int8,
        /// The product's stock with this movement.
        stock_after -> Int8,
        /// The order whose lines took the pieces or gave them back, also after it was deleted; NULL for a change of the product itself.
        order_id -> Nullable<Int8>,
        /// received or removed (the product itself was changed); ordered or returned (an order's lines were written, or it was cancelled or deleted).
        reason -> Text,
        /// When the stock changed, by the product, line or order that changed it; never earlier than the product's movement before it.
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Money moved from one account to another of the same currency. Inserting a row posts it; rows never change.
    transfers (id) {
        /// The transfer's number, given by the database.
        id -> Int8,
        /// The account that is debited: it pays.
        from_account_id -> Int8,
        /// The account that is credited: it receives.
        to_account_id -> Int8,
        /// The currency that both accounts hold.
        currency -> Text,
        /// How much moves, in the currency's minor units; always positive.
        amount -> Int8,
        /// The caller's name for this request: a second transfer with the same key can't be posted.
        idempotency_key -> Nullable<Text>,
        /// What the transfer is for, in the caller's words.
        description -> Nullable<Text>,
        /// The transfer that this one gives back in full or in part; NULL for an ordinary transfer.
        reverses_id -> Nullable<Int8>,
        /// The transfer that sold the other currency of an exchange, on the one that bought; NULL for an ordinary transfer.
        exchanges_id -> Nullable<Int8>,
        /// When the transfer was posted.
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// People who sign in, and the house. Deleting one is soft: deleted_at is set and the e-mail address becomes free.
    users (id) {
        /// The user's number, given by the database.
        id -> Int8,
        /// The name that accounts carry as their owner; a change follows to them.
        username -> Text,
        /// The e-mail address, unique without regard to case among users that are not deleted.
        email -> Text,
        /// What the user is called.
        full_name -> Text,
        /// The password's bcrypt hash; '!' is a locked user, whom no password lets in.
        hashed_password -> Text,
        /// When the password was last set: older sessions end with it.
        password_changed_at -> Timestamptz,
        /// When the user was added.
        created_at -> Timestamptz,
        /// When the row last changed.
        updated_at -> Timestamptz,
        /// When the user was deleted; NULL for a user in good standing.
        deleted_at -> Nullable<Timestamptz>,
        /// Counts every change of the row, for optimistic locking.
        version -> Int8,
    }
}

diesel::joinable!(entries -> accounts (account_id));
diesel::joinable!(entries -> transfers (transfer_id));
diesel::joinable!(orders -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(stock_movements -> products (product_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    entries,
    order_items,
    orders,
    products,
    sessions,
    stock_movements,
    transfers,
    users,
);

diesel::table! {
    accounts (id) {
        id -> BigInt,
        owner -> Text,
        balance -> BigInt,
        currency -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    entries (id) {
        id -> BigInt,
        account_id -> BigInt,
        amount -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    transfers (id) {
        id -> BigInt,
        from_account_id -> BigInt,
        to_account_id -> BigInt,
        amount -> BigInt,
        created_at -> Timestamptz,
    }
}

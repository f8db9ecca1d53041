diesel::table! {
    /// The server's list of its databases.
    pg_database (oid) {
        /// The database's number.
        oid -> Oid,
        /// The database's name.
        datname -> Text,
    }
}

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// The folder `migrations/` as it was when the crate was built, for Diesel's own harness.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// One migration's SQL: [`MIGRATIONS`] keeps it to itself.
pub(super) struct Text {
    pub(super) name: &'static str,
    pub(super) up: &'static str,
    pub(super) down: Option<&'static str>,
}

/// Listed by `build.rs`.
pub(super) const TEXTS: &[Text] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

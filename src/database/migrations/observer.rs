use std::error::Error;
use std::time::Duration;

use super::lock::Holder;
use super::source::MigrationFile;

/// Hears what a migrator does while it does it. `()` doesn't listen.
pub trait Observer {
    /// Another migrator is at work, and is waited for.
    fn waiting(&mut self, _holder: Option<&Holder>) {}

    /// The lock is held and these are about to run; called once, and only when there is one. An error keeps them
    /// from running: the place for a backup.
    ///
    /// # Errors
    /// Whatever speaks against running them.
    fn before_first(&mut self, _chosen: &[&MigrationFile]) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(())
    }

    /// A migration lost against others over a lock, was rolled back, and is tried again.
    fn retrying(&mut self, _file: &MigrationFile, _reason: &str) {}

    /// What an interrupted run had left was put right.
    fn repaired(&mut self, _file: &MigrationFile, _what: &str) {}

    /// A migration is done.
    fn done(&mut self, _file: &MigrationFile, _took: Duration) {}
}

impl Observer for () {}

/// Calls a function when another migrator is waited for.
pub(super) struct OnWait<F>(pub(super) Option<F>);

impl<F: FnOnce()> Observer for OnWait<F> {
    fn waiting(&mut self, _holder: Option<&Holder>) {
        if let Some(waiting) = self.0.take() {
            waiting();
        }
    }
}

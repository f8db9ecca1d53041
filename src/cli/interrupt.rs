use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use nix::sys::signal::{SigSet, Signal};

/// While it lives, Ctrl-C, a closed terminal and SIGTERM ask a job to stop, which then undoes what it has done.
///
/// The signals are blocked and fetched by a thread, rather than handled: one that is ignored (`nohup`) stays so.
pub(super) struct Interrupt {
    requested: Arc<AtomicBool>,
}

fn signals() -> SigSet {
    [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP].into_iter().collect()
}

impl Interrupt {
    /// Called before the job starts any thread, as they all inherit what is blocked.
    pub(super) fn watch() -> anyhow::Result<Self> {
        signals().thread_block()?;
        let requested = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&requested);
        thread::spawn(move || {
            if signals().wait().is_ok() {
                heard.store(true, Ordering::Relaxed);
            }
        });
        Ok(Self { requested })
    }

    pub(super) fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Relaxed)
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        // From here on a signal ends the program, as it does by default.
        let _ = signals().thread_unblock();
    }
}

//! `--verbose`: each statement and how long it took, on standard error, without the values in it.

mod redact;

use std::time::{Duration, Instant};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

use super::exit;
use redact::redacted;

/// From here on, every new connection tells what it does.
pub(super) fn listen() -> diesel::QueryResult<()> {
    set_default_instrumentation(|| Some(Box::new(Listener { started: Instant::now() })))
}

struct Listener {
    started: Instant,
}

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { .. }
            | InstrumentationEvent::StartQuery { .. } => {
                self.started = Instant::now();
            }
            // The URL that comes with it may hold a password.
            InstrumentationEvent::FinishEstablishConnection { error, .. } => {
                self.tell("connect", error.is_some());
            }
            InstrumentationEvent::FinishQuery { query, error, .. } => {
                self.tell(&redacted(&query.to_string()), error.is_some());
            }
            _ => {}
        }
    }
}

impl Listener {
    /// What failed is told by the error itself, where the command ends.
    fn tell(&self, what: &str, failed: bool) {
        let failed = if failed { "failed: " } else { "" };
        exit::say(&format!("{}  {failed}{what}", milliseconds(self.started.elapsed())));
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:>9.3} ms", time.as_secs_f64() * 1_000.0)
}

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::interrupt::Interrupt;
use crate::admin::progress::Progress;

/// Often enough to look alive, seldom enough to cost nothing.
const REDRAWS_A_SECOND: u8 = 10;

/// Bars on standard error, one a step, where that is a terminal.
pub(super) struct Bars {
    quiet: bool,
    bar: ProgressBar,
    interrupt: Option<Interrupt>,
}

impl Bars {
    pub(super) fn new(quiet: bool) -> Self {
        Self { quiet, bar: ProgressBar::hidden(), interrupt: None }
    }

    /// For a job that stops by itself when it is asked to: Ctrl-C asks it while these bars are kept.
    pub(super) fn interruptible(self) -> anyhow::Result<Self> {
        Ok(Self { interrupt: Some(Interrupt::watch()?), ..self })
    }

    fn target(&self) -> ProgressDrawTarget {
        if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(REDRAWS_A_SECOND)
        }
    }
}

const MEASURED: &str = "{msg:24} {wide_bar} {human_pos}/{human_len}  {per_sec:>14}  {eta:>4}";
const UNMEASURED: &str = "{msg:24} {spinner} {elapsed}";

/// A template that can't be read would fall back to a plain bar; the test below reads both.
fn style(measured: bool) -> ProgressStyle {
    let template = if measured { MEASURED } else { UNMEASURED };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Bars {
    fn begin(&mut self, step: &str, total: Option<u64>) {
        self.bar = ProgressBar::with_draw_target(total, self.target()).with_message(step.to_owned());
        self.bar.set_style(style(total.is_some()));
        self.bar.enable_steady_tick(Duration::from_millis(100));
    }

    fn advance(&mut self, units: u64) {
        self.bar.inc(units);
    }

    fn end(&mut self) {
        self.bar.finish_and_clear();
    }

    fn stop_requested(&self) -> bool {
        self.interrupt.as_ref().is_some_and(Interrupt::is_requested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_templates_can_be_read() {
        for template in [MEASURED, UNMEASURED] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}

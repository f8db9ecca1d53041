use plotters::prelude::*;

use super::colour::STATUSES;
use super::{Dates, draw, failed, real, with_headroom};
use crate::admin::report::{Orders, ReportError, Step};

/// The statuses from the bottom of a bar to its top: what is done, what is on its way, what waits, what came to nothing.
const STACK: [usize; 5] = [3, 2, 1, 0, 4];
/// How much of a step its bar takes.
const WIDTH: f64 = 0.8;

/// How many orders were placed over time, a bar for each step with a part for each status.
pub(in crate::admin::report) fn bars(of: &Orders, step: Step) -> Result<String, ReportError> {
    let starts: Vec<_> = of.placed.iter().map(|(at, _)| *at).collect();
    let counts = of.placed.iter().map(|(_, counts)| counts.map(real_count));
    let counts: Vec<[f64; 5]> = counts.collect();
    let highest = counts.iter().map(|counts| counts.iter().sum::<f64>()).fold(0.0, f64::max);
    let parts = counts.iter().enumerate().flat_map(|(at, counts)| parts(real(at), counts));
    draw(&Dates { step, starts: &starts }, with_headroom(0.0, highest), |frame| {
        frame.draw_series(parts).map_err(failed)?;
        Ok(())
    })
}

/// The parts of one bar, one on top of the other.
fn parts(at: f64, counts: &[f64; 5]) -> Vec<Rectangle<(f64, f64)>> {
    let mut top = 0.0;
    let mut parts = Vec::new();
    for status in STACK.into_iter().filter(|status| counts[*status] > 0.0) {
        let bottom = top;
        top += counts[status];
        let corners = [(at - WIDTH / 2.0, bottom), (at + WIDTH / 2.0, top)];
        parts.push(Rectangle::new(corners, STATUSES[status].filled()));
    }
    parts
}

fn real_count(count: i64) -> f64 {
    usize::try_from(count).map_or(0.0, real)
}

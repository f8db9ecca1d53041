use plotters::prelude::*;

use super::colour::ACCENT;
use super::{Dates, draw, failed, real, with_headroom};
use crate::admin::report::{Circulation, ReportError};

/// How much of a currency there is over time.
pub(in crate::admin::report) fn area(of: &Circulation, values: &[f64]) -> Result<String, ReportError> {
    let starts: Vec<_> = of.points.iter().map(|(at, _)| *at).collect();
    let low = values.iter().copied().fold(0.0, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    let points = || values.iter().enumerate().map(|(at, value)| (real(at), *value));
    draw(&Dates { step: of.step, starts: &starts }, with_headroom(low, high), |frame| {
        let line = ACCENT.stroke_width(2);
        frame.draw_series(AreaSeries::new(points(), 0.0, ACCENT.mix(0.15))).map_err(failed)?;
        frame.draw_series(LineSeries::new(points(), line)).map_err(failed)?;
        // The last point is what there is now; a single one would be no line.
        let now = points().next_back().map(|point| Circle::new(point, 3, ACCENT.filled()));
        frame.draw_series(now).map_err(failed)?;
        Ok(())
    })
}

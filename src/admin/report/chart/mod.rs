//! Charts as SVG whose colours are the page's.

mod area;
mod bars;
mod colour;

use std::fmt::Display;

use chrono::NaiveDateTime;
use plotters::chart::ChartContext;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

pub(super) use area::area;
pub(super) use bars::bars;

use super::{ReportError, Step};

/// About the size that a chart has on a page; it grows and shrinks with it.
const SIZE: (u32, u32) = (480, 220);
/// How many dates are written under a chart.
const DATES: usize = 5;
/// For a letter of about 12 pixels: these sizes count more than its height.
const LETTERS: u32 = 15;

/// A chart's frame and scales: steps from left to right, values upwards.
type Frame<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// What stands under a chart.
struct Dates<'a> {
    step: Step,
    starts: &'a [NaiveDateTime],
}

/// Draws a chart of these dates and values, its colours given by the page.
fn draw(
    dates: &Dates<'_>,
    (low, high): (f64, f64),
    paint: impl FnOnce(&mut Frame<'_, '_>) -> Result<(), ReportError>,
) -> Result<String, ReportError> {
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
        let mut builder = ChartBuilder::on(&root);
        builder.margin(6).margin_right(20).x_label_area_size(28).y_label_area_size(54);
        let last = real(dates.starts.len()) - 0.5;
        let mut frame = builder.build_cartesian_2d(-0.5..last, low..high).map_err(failed)?;
        mesh(&mut frame, dates)?;
        paint(&mut frame)?;
        root.present().map_err(failed)?;
    }
    Ok(colour::of_page(&text))
}

fn mesh(frame: &mut Frame<'_, '_>, dates: &Dates<'_>) -> Result<(), ReportError> {
    let letters = ("sans-serif", LETTERS).into_font().color(&colour::INK);
    frame
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(colour::GRID)
        .light_line_style(TRANSPARENT)
        .axis_style(colour::GRID)
        .x_labels(DATES)
        .y_labels(5)
        .x_label_formatter(&|at| date(dates, *at))
        .y_label_formatter(&|value| compact(*value))
        .label_style(letters)
        .draw()
        .map_err(failed)
}

/// The date at a place on the lower scale; only whole steps have one.
fn date(dates: &Dates<'_>, at: f64) -> String {
    let is_here = |step: &usize| (real(*step) - at).abs() < 1e-6;
    let found = (0..dates.starts.len()).find(is_here).and_then(|step| dates.starts.get(step));
    found.map(|start| dates.step.label(*start)).unwrap_or_default()
}

/// A value in few signs: 950, 1.5k, 20M.
fn compact(value: f64) -> String {
    let units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];
    let (unit, name) = units.into_iter().find(|(unit, _)| value.abs() >= *unit).unwrap_or((1.0, ""));
    let digits = format!("{:.2}", value / unit);
    format!("{}{name}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// A little more than the values, and never nothing at all.
fn with_headroom(low: f64, high: f64) -> (f64, f64) {
    let room = if high > low { (high - low) * 0.06 } else { 1.0 };
    (if low < 0.0 { low - room } else { 0.0 }, high + room)
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn failed(error: impl Display) -> ReportError {
    ReportError::Chart(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_short() {
        for (value, text) in
            [(0.0, "0"), (950.0, "950"), (1_500.0, "1.5k"), (-2e7, "-20M"), (0.25, "0.25"), (3e12, "3T")]
        {
            assert_eq!(compact(value), text);
        }
    }

    #[test]
    fn even_nothing_has_a_scale() {
        let (low, high) = with_headroom(0.0, 0.0);
        assert!(low < high);
        let (low, high) = with_headroom(-5.0, -5.0);
        assert!(low < -5.0 && high > -5.0);
    }
}

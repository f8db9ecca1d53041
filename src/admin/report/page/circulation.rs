use maud::{Markup, html};

use super::amount::{bare, money, of_minor, real};
use super::{Kind, chart, table};
use crate::admin::report::{Circulation, ReportError, chart as draw};

pub(super) fn section(all: &[Circulation]) -> Result<Markup, ReportError> {
    let figures = all.iter().map(figure).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        @if all.is_empty() {
            p.none { "No money has moved yet." }
        } @else {
            p { "What everybody but the house holds, each currency on a scale of its own." }
            div.charts { @for figure in figures { (figure) } }
        }
    })
}

/// What is held at the end, where the currency is named beside it.
pub(super) fn now(of: &Circulation) -> String {
    of.points.last().map(|(_, held)| bare(&of_minor(held, of.currency), of.currency)).unwrap_or_default()
}

fn figure(of: &Circulation) -> Result<Markup, ReportError> {
    let values: Vec<_> = of.points.iter().map(|(_, held)| real(&of_minor(held, of.currency))).collect();
    let svg = draw::area(of, &values)?;
    let label = format!("{} in circulation by {}, now {}", of.currency, of.step.name(), now(of));
    Ok(html! {
        figure {
            figcaption { strong { (of.currency) } " " span.figure { (now(of)) } " by " (of.step.name()) }
            (chart(&label, svg, &figures(of)))
        }
    })
}

fn figures(of: &Circulation) -> Markup {
    let row = |(at, held): &(_, _)| {
        vec![html! { (of.step.label(*at)) }, html! { (money(&of_minor(held, of.currency), of.currency)) }]
    };
    let rows: Vec<_> = of.points.iter().map(row).collect();
    let label = format!("{} in circulation by {}", of.currency, of.step.name());
    table(&label, &[("From (UTC)", Kind::Text), ("Held at its end", Kind::Number)], &rows)
}

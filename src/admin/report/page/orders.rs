use maud::{Markup, html};

use super::amount::{count, money};
use super::{Kind, chart, table};
use crate::admin::report::{Orders, ReportError, Step, chart as draw};
use crate::types::OrderStatus;

pub(super) fn section(orders: &Orders) -> Result<Markup, ReportError> {
    let Some(timeline) = orders.timeline else {
        return Ok(html! { p.none { "There are no orders yet." } });
    };
    let svg = draw::bars(orders, timeline.step)?;
    let step = timeline.step.name();
    let label = format!("Orders by the {step} they were placed in and by status");
    Ok(html! {
        div.pair {
            figure {
                figcaption { "Placed by " (step) ", as they stand now" }
                (legend())
                (chart(&label, svg, &figures(orders, timeline.step)))
            }
            (totals(orders))
        }
    })
}

fn legend() -> Markup {
    html! {
        ul.legend aria-hidden="true" {
            @for status in OrderStatus::ALL { li { span.swatch style=(format!("background:var(--{status})")) {} (status) } }
        }
    }
}

fn figures(orders: &Orders, step: Step) -> Markup {
    let statuses = OrderStatus::ALL.map(|status| (status.as_str(), Kind::Number));
    let headings = [&[("From (UTC)", Kind::Text)], &statuses[..]].concat();
    let row = |(at, counts): &(_, [i64; 5])| {
        let counts = counts.map(|orders| html! { (count(orders)) });
        [vec![html! { (step.label(*at)) }], counts.to_vec()].concat()
    };
    let rows: Vec<_> = orders.placed.iter().map(row).collect();
    table(&format!("Orders by {} and status", step.name()), &headings, &rows)
}

fn totals(orders: &Orders) -> Markup {
    let rows = orders.totals.iter().map(|total| {
        vec![
            html! { (total.status) },
            html! { (count(total.orders)) },
            html! { (money(&total.amount, total.currency)) },
        ]
    });
    let rows: Vec<_> = rows.collect();
    table(
        "Orders by status and currency",
        &[("Status", Kind::Text), ("Orders", Kind::Number), ("Worth", Kind::Number)],
        &rows,
    )
}

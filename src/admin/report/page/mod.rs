//! The page as HTML: one file that needs neither a network nor scripts.

mod amount;
mod audit;
mod circulation;
mod orders;
mod style;
mod summary;
mod tables;

use chrono::{DateTime, Utc};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Report, ReportError};
use crate::admin::diagram;

/// The sections: what a link to each is called, and its heading.
const SECTIONS: [(&str, &str); 7] = [
    ("circulation", "Money in circulation"),
    ("orders", "Orders"),
    ("accounts", "Busiest accounts"),
    ("stock", "Low stock"),
    ("audit", "Audit"),
    ("tables", "Tables"),
    ("schema", "Schema"),
];

/// The report as one HTML page by itself.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn html(report: &Report) -> Result<String, ReportError> {
    let contents = [
        circulation::section(&report.circulation)?,
        orders::section(&report.orders)?,
        tables::accounts(&report.busiest),
        tables::stock(&report.low_stock),
        audit::section(&report.audit),
        tables::tables(&report.tables),
        schema(report),
    ];
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("ledgerstore ", env!("CARGO_PKG_VERSION")));
                title { "ledgerstore: " (report.database) }
                style { (PreEscaped(style::CSS)) }
            }
            body {
                (header(report))
                main {
                    (summary::summary(report))
                    @for ((id, heading), content) in SECTIONS.iter().zip(&contents) {
                        section id=(id) aria-labelledby=(format!("{id}-heading")) {
                            h2 id=(format!("{id}-heading")) { (heading) }
                            (content)
                        }
                    }
                }
                footer { p { "Made by " code { "ledgerstore inspect report" } ". All figures are of one moment; times are in UTC." } }
            }
        }
    };
    Ok(page.into_string())
}

fn header(report: &Report) -> Markup {
    html! {
        header {
            h1 { (report.database) }
            p.about {
                "As of " (time(report.made_at)) " · PostgreSQL " (report.server)
                @if let Some(version) = &report.version { " · schema " (version) }
            }
            nav aria-label="Sections" {
                @for (id, heading) in SECTIONS { a href=(format!("#{id}")) { (heading) } }
            }
        }
    }
}

fn schema(report: &Report) -> Markup {
    html! {
        p { "Rest the pointer on a table, a column or a line to read what it is for. A type with a ? may be NULL." }
        div.wide tabindex="0" role="region" aria-label="Diagram of the schema; it scrolls sideways" {
            (PreEscaped(diagram::svg(&report.schema)))
        }
    }
}

/// A moment with its zone, for people and for programs.
fn time(at: DateTime<Utc>) -> Markup {
    html! { time datetime=(at.format("%Y-%m-%dT%H:%M:%SZ")) { (at.format("%Y-%m-%d %H:%M:%S UTC")) } }
}

/// What a column of a table holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Prose,
}

impl Kind {
    /// Its class in `style.rs`.
    fn class(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Prose => "prose",
        }
    }
}

type Heading<'a> = (&'a str, Kind);

/// A table in a frame that scrolls sideways where the page is narrow.
fn table(label: &str, headings: &[Heading<'_>], rows: &[Vec<Markup>]) -> Markup {
    let class = |at: usize| headings.get(at).map(|heading| heading.1.class());
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table {
                caption.hidden { (label) }
                thead { tr { @for (at, (heading, _)) in headings.iter().enumerate() { th scope="col" class=[class(at)] { (heading) } } } }
                tbody {
                    @for row in rows {
                        tr { @for (at, cell) in row.iter().enumerate() { (body_cell(at, class(at), cell)) } }
                    }
                }
            }
        }
    }
}

/// The first cell of a row names it.
fn body_cell(at: usize, class: Option<&str>, cell: &Markup) -> Markup {
    html! {
        @if at == 0 { th scope="row" class=[class] { (cell) } } @else { td class=[class] { (cell) } }
    }
}

/// A chart with its figures behind it, for whoever wants to read or can't see it.
fn chart(label: &str, svg: String, figures: &Markup) -> Markup {
    html! {
        div role="img" aria-label=(label) { (PreEscaped(svg)) }
        details { summary { "The figures" } (figures) }
    }
}

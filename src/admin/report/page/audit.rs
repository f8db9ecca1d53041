use maud::{Markup, html};

use super::amount::count;
use super::{Kind, table};
use crate::admin::audit::Outcome;

/// So many findings of a check are named.
const SHOWN: usize = 10;

pub(super) fn section(outcomes: &[Outcome]) -> Markup {
    let rows: Vec<_> = outcomes.iter().map(row).collect();
    let headings = [
        ("Check", Kind::Text),
        ("Result", Kind::Text),
        ("Looked at", Kind::Number),
        ("What holds", Kind::Prose),
    ];
    html! {
        (verdict(outcomes))
        (table("Every check of the audit", &headings, &rows))
    }
}

/// The result in a sentence, which says it without colours too.
pub(super) fn verdict(outcomes: &[Outcome]) -> Markup {
    let broken = outcomes.iter().filter(|outcome| !outcome.findings.is_empty()).count();
    html! {
        @if broken == 0 {
            p.good { "✓ Sound: " (outcomes.len()) " checks, nothing found." }
        } @else {
            p.bad { "✗ Broken: " (broken) " of " (outcomes.len()) " checks found something." }
        }
    }
}

fn row(outcome: &Outcome) -> Vec<Markup> {
    vec![
        html! { code { (outcome.name) } },
        result(&outcome.findings),
        html! { (count(outcome.checked)) },
        html! { (outcome.holds) },
    ]
}

fn result(findings: &[String]) -> Markup {
    html! {
        @if findings.is_empty() {
            span.good { "✓ sound" }
        } @else {
            span.bad { "✗ " (findings.len()) " found" }
            ul.findings {
                @for finding in findings.iter().take(SHOWN) { li { (finding) } }
                @if findings.len() > SHOWN { li { "and " (findings.len() - SHOWN) " more" } }
            }
        }
    }
}

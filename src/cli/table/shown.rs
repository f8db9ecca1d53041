use anstyle::{AnsiColor, Style};
use chrono::{DateTime, FixedOffset, Local, Utc};

use super::column::Kind;
use super::fit::Text;
use super::look::Zone;

/// The database's NULL, which no text is likely to be.
const NULL: &str = "∅";

/// A cell as people see it; `short` leaves seconds out.
pub(super) fn shown(kind: Kind, cell: Option<&str>, short: bool, zone: Zone) -> Text {
    let Some(value) = cell else {
        return Text { text: NULL.to_owned(), style: Style::new().dimmed() };
    };
    let text = match kind {
        Kind::Time => value.parse().map_or_else(|_| visible(value), |at| local(at, short, zone)),
        Kind::Bytes => value.parse().map_or_else(|_| visible(value), size),
        _ => visible(value),
    };
    Text { text, style: style(kind, value) }
}

/// A text without anything that a terminal would obey instead of showing it: controls, and marks that turn the
/// direction of writing.
pub(in crate::cli) fn visible(text: &str) -> String {
    let obeyed = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
            || ('\u{2028}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    let show = |c: char| if obeyed(c) { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(show).collect()
}

/// A time with its distance from UTC, as PostgreSQL writes it.
pub(super) fn local(at: DateTime<Utc>, short: bool, zone: Zone) -> String {
    let at: DateTime<FixedOffset> = match zone {
        Zone::Utc => at.fixed_offset(),
        Zone::Local => at.with_timezone(&Local).fixed_offset(),
    };
    let clock = if short { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    let offset = match at.offset().local_minus_utc() {
        0 => "Z",
        seconds if seconds % 3_600 == 0 => "%z",
        _ => "%:z",
    };
    let told = at.format(&format!("{clock}{offset}")).to_string();
    // +0100 is +01: the hours say it all.
    if offset == "%z" { told.strip_suffix("00").unwrap_or(&told).to_owned() } else { told }
}

/// Bytes in the largest unit of which there is at least one.
fn size(bytes: i64) -> String {
    let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.iter().find(|(power, _)| bytes >= 1 << power);
    unit.map_or_else(|| format!("{bytes} B"), |(power, name)| format!("{} {name}", bytes >> power))
}

fn style(kind: Kind, value: &str) -> Style {
    let colour = match (kind, value) {
        (Kind::Amount, value) if value.starts_with('-') => AnsiColor::Red,
        (Kind::State, "delivered" | "signed in" | "applied") => AnsiColor::Green,
        (Kind::State, "pending" | "waiting" | "unused") => AnsiColor::Yellow,
        (Kind::State, "locked" | "blocking" | "invalid") => AnsiColor::Red,
        (Kind::State, "cancelled" | "expired" | "ended" | "closed" | "deleted") => {
            return Style::new().dimmed();
        }
        _ => return Style::new(),
    };
    colour.on_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_a_terminal_would_obey() {
        assert_eq!(
            visible("a\nb\u{1b}[31m\u{9b}\u{202e}x\u{feff}"),
            "a\\nb\\u{1b}[31m\\u{9b}\\u{202e}x\\u{feff}"
        );
        assert_eq!(visible("Ærø 日本 👩‍🚀"), "Ærø 日本 👩‍🚀");
    }

    #[test]
    fn tells_bytes_in_a_unit() {
        assert_eq!(
            [0, 1_023, 1_024, 5 << 20, 3 << 40].map(size),
            ["0 B", "1023 B", "1 KiB", "5 MiB", "3 TiB"]
        );
    }

    #[test]
    fn marks_null_and_what_is_under_zero() {
        assert_eq!(shown(Kind::Word, None, false, Zone::Utc).text, NULL);
        assert_ne!(shown(Kind::Amount, Some("-1"), false, Zone::Utc).style, Style::new());
        assert_eq!(shown(Kind::Amount, Some("1"), false, Zone::Utc).style, Style::new());
    }
}

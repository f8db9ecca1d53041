use std::time::Duration;

const WRONG: &str = "write a number with ms, s, min or h, as in 500ms, 60s or 5min";

/// Reads `500ms`, `60s`, `5min` or `1h`. Zero doesn't wait at all.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u32 = text[..digits].parse().map_err(|_| WRONG.to_owned())?;
    let unit = match &text[digits..] {
        "ms" => Duration::from_millis(1),
        "s" => Duration::from_secs(1),
        "min" | "m" => Duration::from_mins(1),
        "h" => Duration::from_hours(1),
        _ => return Err(WRONG.to_owned()),
    };
    Ok(unit * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_with_their_unit() {
        assert_eq!(parse("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse("60s"), Ok(Duration::from_mins(1)));
        assert_eq!(parse("5min"), Ok(Duration::from_mins(5)));
        assert_eq!(parse("0s"), Ok(Duration::ZERO));
        for wrong in ["", "60", "s", "-1s", "1.5s", "1 s", "9999999999s", "1d"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}

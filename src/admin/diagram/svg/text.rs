/// Widths of the signs from ' ' to '~' in thousandths of their size: about those of Helvetica, rounded up, as the
/// font that is shown may be wider.
#[rustfmt::skip]
const WIDTHS: [u16; 95] = [
    310, 320, 400, 640, 640, 940, 740, 230, 380, 380, 440, 640, 310, 380, 310, 330,
    630, 630, 630, 630, 630, 630, 630, 630, 630, 630, 330, 330, 640, 640, 640, 560,
    1020, 700, 700, 730, 760, 660, 610, 780, 760, 320, 520, 690, 590, 880, 760, 800,
    680, 800, 720, 680, 630, 750, 690, 980, 690, 660, 640, 380, 330, 380, 560, 570,
    400, 610, 630, 560, 630, 610, 360, 630, 630, 280, 290, 570, 280, 950, 630, 620,
    630, 630, 410, 540, 370, 630, 570, 820, 580, 570, 540, 400, 310, 400, 640,
];

/// About how wide a text is.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let thousandths: f64 = text.chars().map(sign).map(f64::from).sum();
    thousandths * size / 1000.0
}

fn sign(sign: char) -> u16 {
    let known =
        u32::from(sign).checked_sub(u32::from(' ')).and_then(|at| WIDTHS.get(usize::try_from(at).ok()?));
    match known {
        Some(width) => *width,
        // Chinese, Japanese, Korean and what lies beyond are as wide as they are high.
        None if sign >= '\u{1100}' => 1000,
        None => 700,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_signs_are_wider() {
        assert!(width("mmm", 10.0) > width("iii", 10.0));
        assert!((width("元", 10.0) - 10.0).abs() < 1e-9);
        assert!((width("", 10.0)).abs() < 1e-9);
        assert!((width("~", 1000.0) - 640.0).abs() < 1e-9);
    }
}

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Numbers as a row of bars, from their smallest to their largest.
pub(super) fn sparkline(values: &[i64]) -> String {
    let (least, most) = (values.iter().min(), values.iter().max());
    let (Some(least), Some(most)) = (least.copied().map(i128::from), most.copied().map(i128::from)) else {
        return String::new();
    };
    let steps = i128::from(BARS.len() as u64 - 1);
    // Numbers that don't move stand at the bottom.
    let step = |value: &i64| (i128::from(*value) - least) * steps / (most - least).max(1);
    let bar = |value| usize::try_from(step(value)).ok().and_then(|step| BARS.get(step));
    values.iter().filter_map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_from_the_least_to_the_most() {
        assert_eq!(sparkline(&[]), "");
        assert_eq!(sparkline(&[5, 5]), "▁▁");
        assert_eq!(sparkline(&[-7, 0, 7]), "▁▄█");
        assert_eq!(sparkline(&[i64::MIN, i64::MAX]), "▁█");
    }
}
